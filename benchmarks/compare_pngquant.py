"""Times ImageBatch.Recompression and pngquant over the same files, round by round in turn; see compare-pngquant."""

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from compare_pillow import Ours, processor, publish, table

PHOTOGRAPHS = ("chair-front", "fabric-swatches", "fruit-bowl", "fruit-lemons", "gift-box", "headphones", "mug-front",
               "plant-leaves", "tiles-pattern", "vase-pair", "vase-tall", "watch-face")

# The engine runs a codec on each core, so a thread's time is what counts.
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1"}


class PngQuant:
    """A process an image, as it is used; what it takes to start is among its time."""

    def __init__(self, files, quality, outputs):
        self.files = files
        self.quality = quality
        self.outputs = outputs
        self.best = {}

    def run_round(self):
        for name, path in self.files.items():
            output = os.path.join(self.outputs, name)
            start = time.perf_counter()
            run = subprocess.run(["pngquant", f"--quality=0-{self.quality}", "--strip", "--force", "--output", output, path],
                                 capture_output=True, text=True, env=ONE_THREAD)
            milliseconds = (time.perf_counter() - start) * 1000
            if run.returncode != 0:
                self.best[name] = (None, " ".join(run.stderr.split()))
            else:
                self.best[name] = (min(milliseconds, self.best.get(name, (milliseconds,))[0]), os.path.getsize(output))
        return self.best


def read_arguments():
    parser = argparse.ArgumentParser(prog="compare-pngquant")
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--quality", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output")
    parser.add_argument("--ours", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--catalogue", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def make_files(catalogue, folder):
    """Photographs at half their size, so that nothing of their JPEG blocks is left; a cut-out with alpha; drawings."""
    def save(name, image):
        image.save(os.path.join(folder, name + ".png"))

    for name in PHOTOGRAPHS:
        image = Image.open(os.path.join(catalogue, name + ".jpg"))
        save("photo-" + name, image.resize((image.width // 2, image.height // 2), Image.LANCZOS))
    for name in ("mug-front", "headphones"):
        image = Image.open(os.path.join(catalogue, name + ".jpg")).convert("RGB").resize((600, 600), Image.LANCZOS)
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).ellipse((90, 60, 510, 540), fill=255)
        image.putalpha(mask.filter(ImageFilter.GaussianBlur(6)))
        save("cut-out-" + name, image)
    screen = Image.new("RGB", (1000, 700), (245, 246, 248))
    draw = ImageDraw.Draw(screen)
    for i in range(48):
        x, y = 20 + i % 6 * 160, 20 + i // 6 * 82
        draw.rounded_rectangle((x, y, x + 140, y + 64), 8, fill=(i * 53 % 256, i * 97 % 256, i * 151 % 256), outline=(30, 30, 30))
        draw.text((x + 8, y + 8), f"The quick brown fox {i}", fill=(0, 0, 0) if i % 2 else (255, 255, 255))
    save("drawing-screen", screen)
    save("drawing-screen-smooth", screen.resize((750, 525), Image.LANCZOS))
    save("drawing-gradient", Image.merge("RGB", [
        Image.linear_gradient("L").resize((500, 400)), Image.radial_gradient("L").resize((500, 400)),
        Image.linear_gradient("L").rotate(90).resize((500, 400))]))


def on_white(path):
    image = Image.open(path)
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 257).convert("L")
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, image).convert("RGB")


def psnr(one, other):
    """In decibel, over red, green and blue on white; infinite where they are equal."""
    squares = sum(ImageStat.Stat(ImageChops.difference(one, other)).sum2)
    return math.inf if squares == 0 else 10 * math.log10(255 * 255 * 3 * one.width * one.height / squares)


def decibel(value):
    return "exact" if math.isinf(value) else f"{value:.2f}"


def compare(files, arguments, folder):
    outputs = [os.path.join(folder, name) for name in ("ours", "pngquant")]
    for output in outputs:
        os.mkdir(output)
    contenders = [Ours(arguments.ours, os.path.dirname(next(iter(files.values()))), arguments.quality, "--png", "--save", outputs[0]),
                  PngQuant(files, arguments.quality, outputs[1])]
    for _ in range(arguments.rounds):
        # In turn, so that what else the machine does hits both alike.
        results = [contender.run_round() for contender in contenders]
    contenders[0].close()

    rows = [["image", "bytes in", "ours bytes", "pngquant bytes", "ours ÷", "ours dB", "pngquant dB", "ours ms", "pngquant ms", "ours ÷"]]
    refusals, ratios, gains, times, lengths = [], [], [], [0, 0], [0, 0]
    for name, path in files.items():
        ours, theirs = (result[name] for result in results)
        for title, result in (("Recompression", ours), ("pngquant", theirs)):
            if result[0] is None:
                refusals.append(f"- {title} leaves out {name}: {result[1]}")
        if ours[0] is None or theirs[0] is None:
            continue
        source = on_white(path)
        qualities = [psnr(source, on_white(os.path.join(output, name))) for output in outputs]
        rows.append([name, str(os.path.getsize(path)), str(ours[1]), str(theirs[1]), f"{ours[1] / theirs[1]:.3f}",
                     *(decibel(quality) for quality in qualities), f"{ours[0]:.1f}", f"{theirs[0]:.1f}", f"{ours[0] / theirs[0]:.3f}"])
        for i, result in enumerate((ours, theirs)):
            times[i] += result[0]
        if not any(math.isinf(quality) for quality in qualities):
            gains.append(qualities[0] - qualities[1])
            ratios.append(ours[1] / theirs[1])
            for i, result in enumerate((ours, theirs)):
                lengths[i] += result[1]
    if len(rows) == 1:
        sys.exit("No image was taken by both.")
    summary = f"Time of all: {times[0]:.0f} ms and {times[1]:.0f} ms, {times[0] / times[1]:.3f}."
    if gains:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        summary = (f"Where both made a palette ({len(gains)} images): size {lengths[0] / lengths[1]:.3f} in sum and {mean:.3f} in the "
                   f"geometric mean, PSNR {sum(gains) / len(gains):+.2f} dB in the mean. {summary}")
    return [table(rows), summary, "\n".join(refusals)]


def main():
    arguments = read_arguments()
    with tempfile.TemporaryDirectory() as work:
        folder = arguments.folder
        if not folder:
            folder = os.path.join(work, "files")
            os.mkdir(folder)
            make_files(arguments.catalogue, folder)
        files = {name: os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.lower().endswith(".png")}
        if not files:
            sys.exit(f"{folder} has no .png file.")
        parts = compare(files, arguments, work)
    version = subprocess.run(["pngquant", "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    report = "\n\n".join(filter(None, [
        f"{len(files)} images, quality {arguments.quality}, one thread each, best of {arguments.rounds} interleaved rounds, images in turn.",
        f"{processor()}, {os.cpu_count()} logical cores; pngquant {version}, `--quality=0-{arguments.quality} --strip`.",
        *parts])) + "\n"
    publish(report, arguments.output)


if __name__ == "__main__":
    main()
