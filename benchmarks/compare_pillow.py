"""Times ImageBatch.Recompression and Pillow over the same files, round by round in turn; see compare-pillow."""

import argparse
import io
import os
import subprocess
import sys
import time

import PIL
from PIL import Image, features

QUALITY = 50


class Ours:
    """The .NET process, which runs one round for each line it is sent."""

    def __init__(self, program, folder, quality=QUALITY, *options):
        self.process = subprocess.Popen(
            [program, "time", folder, "--paced", "--quality", str(quality), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run_round(self):
        """Best milliseconds and output length of each file so far; a file it does not take has a reason instead."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        best = {}
        for line in self.process.stdout:
            if line == "\n":
                return best
            name, milliseconds, rest = line.rstrip("\n").split("\t")
            best[name] = (None, rest) if milliseconds == "-" else (float(milliseconds), int(rest))
        sys.exit("The .NET process has ended early.")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Pillow:
    """Opens from memory, decodes and saves to memory, as programs that compress an upload do."""

    def __init__(self, files, **options):
        self.files = files
        self.options = options
        self.best = {}

    def run_round(self):
        for name, content in self.files.items():
            if self.best.get(name, (0, 0))[0] is not None:
                self.best[name] = self.measure(name, content)
        return self.best

    def measure(self, name, content):
        output = io.BytesIO()
        start = time.perf_counter()
        try:
            Image.open(io.BytesIO(content)).save(output, "JPEG", quality=QUALITY, **self.options)
        except Exception as refusal:  # Whatever it throws at an image is its answer to it.
            return None, str(refusal)
        milliseconds = (time.perf_counter() - start) * 1000
        return min(milliseconds, self.best.get(name, (milliseconds, 0))[0]), output.tell()


def read_arguments():
    parser = argparse.ArgumentParser(prog="compare-pillow")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--output")
    parser.add_argument("--ours", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--catalogue", required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.folder = arguments.folder or os.environ.get("IMAGEBATCH_BENCHMARK_IMAGES") or arguments.catalogue
    return arguments


def read_files(folder):
    files = {}
    for name in sorted(os.listdir(folder)):
        if name.lower().endswith((".jpg", ".jpeg")):
            with open(os.path.join(folder, name), "rb") as file:
                files[name] = file.read()
    return files


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return "unknown processor"


def row(name, ours, plain, optimized):
    cells = [name, f"{ours[0]:.2f}"]
    cells += [text for other in (plain, optimized) for text in (f"{other[0]:.2f}", f"{ours[0] / other[0]:.3f}")]
    cells.append(str(ours[1]))
    cells += [text for other in (plain, optimized) for text in (str(other[1]), f"{ours[1] / other[1]:.3f}")]
    return cells


def table(rows):
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(rows[0]))]
    lines = [[cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(cells, widths))]
             for cells in rows]
    lines.insert(1, ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def publish(report, path):
    print(report, end="")
    if path:
        with open(path, "w", encoding="utf-8") as file:
            file.write(report)


def main():
    arguments = read_arguments()
    files = read_files(arguments.folder)
    contenders = [Ours(arguments.ours, arguments.folder), Pillow(files), Pillow(files, optimize=True)]
    for _ in range(arguments.rounds):
        # In turn, so that what else the machine does hits all of them alike.
        results = [contender.run_round() for contender in contenders]
    contenders[0].close()

    taken = [name for name in files if all(result[name][0] is not None for result in results)]
    if not taken:
        sys.exit("No image was taken by both.")
    sums = [tuple(sum(result[name][i] for name in taken) for i in (0, 1)) for result in results]
    header = ["image", "ours ms", "Pillow ms", "ours ÷", "optimize ms", "ours ÷",
              "ours bytes", "Pillow bytes", "ours ÷", "optimize bytes", "ours ÷"]
    rows = [header, row(f"sum of {len(taken)}", *sums)]
    rows += [row(name, *(result[name] for result in results)) for name in taken]
    names = ("Recompression", "Pillow", "Pillow with optimize=True")
    refusals = [f"- {title} leaves out {name}: {result[name][1]}"
                for title, result in zip(names, results) for name in files if result[name][0] is None]

    report = "\n\n".join(filter(None, [
        f"{len(files)} images, quality {QUALITY}, one thread each, best of {arguments.rounds} interleaved rounds, images in turn.",
        f"{processor()}, {os.cpu_count()} logical cores; Pillow {PIL.__version__} "
        f"on libjpeg-turbo {features.version('libjpeg_turbo')}.",
        table(rows),
        "\n".join(refusals)])) + "\n"
    publish(report, arguments.output)


if __name__ == "__main__":
    main()
