#!/bin/sh
# Makes the files of this folder with avifenc (libavif 0.11, libaom) and cwebp (libwebp 1.2) from the same pictures as
# PNG. Before it, from the repository's root:
#
#   dotnet build tests/ImageBatch.Conformance.Tests
#   IMAGEBATCH_SAMPLES=$PWD/artifacts/samples \
#     tests/ImageBatch.Conformance.Tests/bin/Debug/net10.0/ImageBatch.Conformance.Tests -class '*SampleExport'
#   src/ImageBatch.Conformance/Samples/Files/make.sh artifacts/samples
set -eu
from=${1:?the folder that the samples were written to}
to=$(dirname "$0")

avif() {
    name=$1 picture=$2
    shift 2
    avifenc --speed 0 --min 0 --max 63 -a end-usage=q -a cq-level=8 "$@" "$from/$picture.png" "$to/$name.avif" >/dev/null
}

avif avif-444 png-rgb --yuv 444
avif avif-420 png-rgb-aligned --yuv 420
avif avif-alpha png-alpha --yuv 444
avif avif-grey png-grey --yuv 400
avif avif-1x1 png-1x1
avif avif-1x37 png-1x37
avif avif-37x1 png-37x1
avif avif-profile png-profile
avif avif-metadata png-metadata

cwebp -quiet -m 6 -q 95 "$from/png-rgb.png" -o "$to/webp-lossy.webp"
cwebp -quiet -m 6 -q 95 "$from/png-alpha.png" -o "$to/webp-lossy-alpha.webp"
