"""Renders small photo-like pictures and encodes them with real encoders: cjpeg and jpegtran (libjpeg-turbo),
Pillow and ImageMagick. The results are committed; run this only to add to them:  python3 make.py"""
import io
import subprocess
import tempfile

import numpy as np
from PIL import Image, ImageCms


def picture(width, height, seed):
    """A sky, a textured ground, hard-edged shapes and sensor noise."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    texture = np.zeros((height, width))
    for octave in range(6):
        n = 2 << octave
        field = Image.fromarray(random.random((n, n)).astype(np.float32)).resize((width, height), Image.BICUBIC)
        texture += np.asarray(field) / (1.6 ** octave)
    texture = (texture - texture.min()) / max(float(np.ptp(texture)), 1e-9)
    rgb = np.stack([90 + 120 * texture - 40 * y, 110 + 90 * texture * x + 30 * y, 200 - 150 * y + 50 * texture], -1)
    for _ in range(7):
        cx, cy, r = random.random(3) * (1, 0.75, 0.15) + (0, 0, 0.03)
        rgb[(x - cx) ** 2 + (y - cy) ** 2 < r * r] = random.random(3) * 255
    bars = (np.abs(x - 0.5) < 0.2) & ((x * 90).astype(int) % 3 == 0) & (y > 0.45) & (y < 0.6)
    rgb[bars] = (20, 20, 30)
    rgb += random.normal(0, 3, rgb.shape)
    return Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))


def save(name, data):
    with open(name + ".jpg", "wb") as file:
        file.write(data)


def ppm(image):
    buffer = io.BytesIO()
    image.save(buffer, "PPM")
    return buffer.getvalue()


def cjpeg(name, image, *arguments):
    save(name, subprocess.run(["cjpeg", *arguments], input=ppm(image), capture_output=True, check=True).stdout)


def scans(text):
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(text)
    return file.name


small = picture(83, 61, 1)
photo = picture(163, 121, 2)

for quality in (30, 50, 75, 85, 92, 98, 100):
    cjpeg(f"quality-{quality}", photo, "-quality", str(quality), "-sample", "2x2")
for sampling in ("1x1", "2x1", "1x2", "4x1", "1x4", "4x2", "2x2,2x1,1x1", "2x2,1x2,2x1", "3x1,1x1,1x1", "3x2,1x1,1x1",
                 "2x1,1x2,1x1", "1x1,2x2,2x2", "1x1,2x1,2x1"):
    cjpeg("sampling-" + sampling.replace(",", "-"), small, "-quality", "90", "-sample", sampling)
for size in ((1, 1), (7, 9), (8, 8), (16, 16), (17, 33), (200, 3), (2, 150)):
    cjpeg(f"size-{size[0]}x{size[1]}", picture(*size, 3), "-quality", "93", "-sample", "2x2")
for restart in ("1B", "3B", "1", "2"):
    cjpeg(f"restart-{restart.lower()}", small, "-quality", "88", "-restart", restart)
    cjpeg(f"restart-{restart.lower()}-444", small, "-quality", "88", "-restart", restart, "-sample", "1x1", "-optimize")
for quality in (60, 95):
    cjpeg(f"grey-{quality}", photo.convert("L"), "-quality", str(quality))
cjpeg("grey-sampling-2x2", small.convert("L"), "-quality", "90", "-sample", "2x2")
cjpeg("grey-restart", small.convert("L"), "-quality", "90", "-restart", "2B")
cjpeg("optimized", photo, "-quality", "90", "-optimize")
cjpeg("scans-3", photo, "-quality", "90", "-scans", scans("0;1;2;"))
cjpeg("scans-2", small, "-quality", "90", "-scans", scans("0;1,2;"), "-restart", "2B")
cjpeg("scans-chroma-first", small, "-quality", "90", "-sample", "2x1", "-scans", scans("1,2;0;"))
cjpeg("tables-16-bit", photo, "-quality", "3,90")
cjpeg("tables-16-bit-fine", photo, "-quality", "90,3")
cjpeg("rgb", small, "-quality", "90", "-rgb")
cjpeg("fast-dct", photo, "-quality", "90", "-dct", "fast")
cjpeg("flat", Image.new("RGB", (160, 120), (255, 255, 255)), "-quality", "90")
noise = np.random.default_rng(5).integers(0, 2, (64, 64, 3)).astype(np.uint8) * 255
cjpeg("noise", Image.fromarray(noise), "-quality", "100", "-sample", "1x1")
cjpeg("progressive", small, "-quality", "90", "-progressive")
cjpeg("arithmetic", small, "-quality", "90", "-arithmetic")

buffer = io.BytesIO()
exif = Image.Exif()
exif[0x0112] = 6
exif[0x010F] = "Maker"
exif.get_ifd(0x8825)[1] = "N"
exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
photo.save(buffer, "JPEG", quality=90, exif=exif, icc_profile=icc, dpi=(300, 300), comment="A comment")
save("pillow-metadata", buffer.getvalue())
buffer = io.BytesIO()
photo.save(buffer, "JPEG", quality=95, subsampling=0, optimize=True)
save("pillow-95", buffer.getvalue())
buffer = io.BytesIO()
small.convert("CMYK").save(buffer, "JPEG", quality=90)
save("cmyk", buffer.getvalue())

save("imagemagick-92", subprocess.run(
    ["convert", "ppm:-", "-quality", "92", "-sampling-factor", "4:2:2", "-comment", "made", "jpg:-"],
    input=ppm(photo), capture_output=True, check=True).stdout)
with open("quality-92.jpg", "rb") as file:
    save("jpegtran-turned", subprocess.run(
        ["jpegtran", "-rotate", "90", "-optimize"], input=file.read(), capture_output=True, check=True).stdout)


def adobe(name, transform):
    """The file with JFIF left out and an Adobe segment in its place."""
    with open(name + ".jpg", "rb") as file:
        data = file.read()
    marker = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00" + bytes([transform])
    at = 4 + data[4] * 256 + data[5] if data[2:4] == b"\xff\xe0" else 2
    return data[:2] + marker + data[at:]


def jpegtran(name, source, *arguments):
    with open(source + ".jpg", "rb") as file:
        save(name, subprocess.run(["jpegtran", *arguments], input=file.read(), capture_output=True, check=True).stdout)


for quality in (30, 50, 75, 98):
    cjpeg(f"progressive-{quality}", photo, "-quality", str(quality), "-progressive")
for sampling in ("1x1", "2x1", "1x2", "4x1", "2x2,2x1,1x1", "3x2,1x1,1x1"):
    cjpeg("progressive-" + sampling.replace(",", "-"), small, "-quality", "92", "-progressive", "-sample", sampling)
for size in ((1, 1), (17, 33), (200, 3)):
    cjpeg(f"progressive-size-{size[0]}x{size[1]}", picture(*size, 3), "-quality", "93", "-progressive")
cjpeg("progressive-restart", small, "-quality", "88", "-progressive", "-restart", "3B")
cjpeg("progressive-grey", photo.convert("L"), "-quality", "90", "-progressive")
cjpeg("progressive-flat", Image.new("RGB", (160, 120), (255, 255, 255)), "-quality", "90", "-progressive")
cjpeg("rgb-progressive", small, "-quality", "90", "-rgb", "-progressive")
jpegtran("progressive-spectral", "quality-92", "-scans", scans("0,1,2;0:1-3,0,0;0:4-63,0,0;2:1-63,0,0;1:1-63,0,0;"
         .replace("0,1,2;", "0,1,2:0-0,0,0;")))
jpegtran("progressive-deep", "quality-98", "-scans", scans(
    "0:0-0,0,3;1,2:0-0,0,1;0:1-63,0,4;0:1-63,4,3;0:0-0,3,2;0:1-9,3,2;0:10-63,3,2;0:0-0,2,1;0:1-63,2,1;0:1-63,1,0;"
    "1:1-63,0,2;1:1-63,2,1;1:1-63,1,0;2:1-5,0,1;2:6-63,0,0;2:1-5,1,0;0,1,2:0-0,1,0;"))
# Its finest bits are missing: that is legal, and shows a coarser picture.
jpegtran("progressive-unfinished", "quality-92", "-scans", scans("0,1,2:0-0,0,1;0:1-63,0,2;"))
jpegtran("progressive-turned", "progressive", "-rotate", "270", "-progressive", "-restart", "5B")

buffer = io.BytesIO()
photo.save(buffer, "JPEG", quality=88, progressive=True, exif=exif)
save("pillow-progressive", buffer.getvalue())
buffer = io.BytesIO()
small.convert("CMYK").save(buffer, "JPEG", quality=92, progressive=True)
save("cmyk-adobe", buffer.getvalue())
for name, arguments in (("ycck", []), ("ycck-progressive", ["-interlace", "JPEG"])):
    save(name, subprocess.run(
        ["convert", "ppm:-", "-colorspace", "CMYK", "-quality", "91", *arguments, "jpg:-"],
        input=ppm(small), capture_output=True, check=True).stdout)
save("imagemagick-progressive", subprocess.run(
    ["convert", "ppm:-", "-quality", "94", "-interlace", "Plane", "-sampling-factor", "4:4:0", "jpg:-"],
    input=ppm(photo), capture_output=True, check=True).stdout)

# Made from what an encoder wrote: two components (grey, twice in one frame), and motion-JPEG without tables.
with open("quality-92.jpg", "rb") as file:
    data = file.read()
out, at = data[:2], 2
while data[at + 1] != 0xDA:
    length = data[at + 2] * 256 + data[at + 3] + 2
    if data[at + 1] != 0xC4:
        out += data[at:at + length]
    at += length
save("motion-jpeg", out + data[at:])
with open("grey-95.jpg", "rb") as file:
    data = file.read()
frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
both = data[frame:frame + 3] + bytes([data[frame + 3] + 3]) + data[frame + 4:frame + 9] + b"\2\1\x11\0\2\x11\0"
other = data[scan:scan + 5] + b"\2" + data[scan + 6:]
save("two-components", data[:frame] + both + data[frame + 2 + data[frame + 3]:-2] + other)
