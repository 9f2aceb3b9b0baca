# To be sourced: sets python to a python3 that has Pillow, or ends the script.

# A python3 of one's own in front of the system's often lacks the system's packages.
python=
for candidate in python3 /usr/bin/python3; do
  if "$candidate" -c 'import PIL.Image' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "python3 with Pillow is needed (Debian, Ubuntu: apt-get install python3-pil; elsewhere: pip install pillow)." >&2
  exit 1
fi
