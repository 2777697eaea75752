// Puts the index of an MP4 file before its media, as ffmpeg's `-movflags +faststart` does.
const PARENTS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

const type = (bytes, box) => bytes.toString('latin1', box + 4, box + 8);

export function indexFirst(file) {
  const bytes = Buffer.from(file);
  let [start, length] = [0, 0];
  for (let box = 0; box < bytes.length; box += bytes.readUInt32BE(box)) {
    if (type(bytes, box) === 'moov') [start, length] = [box, bytes.readUInt32BE(box)];
  }
  const behindType = bytes.readUInt32BE(0);
  const moved = Buffer.concat([
    bytes.subarray(0, behindType),
    bytes.subarray(start, start + length),
    bytes.subarray(behindType, start),
    bytes.subarray(start + length),
  ]);
  move(moved, behindType, behindType + length, length);
  return moved;
}

function move(bytes, from, to, by) {
  for (let box = from; box < to; box += bytes.readUInt32BE(box)) {
    if (PARENTS.includes(type(bytes, box))) {
      move(bytes, box + 8, box + bytes.readUInt32BE(box), by);
    } else if (type(bytes, box) === 'stco') {
      for (let i = 0; i < bytes.readUInt32BE(box + 12); i++) {
        const at = box + 16 + 4 * i;
        bytes.writeUInt32BE(bytes.readUInt32BE(at) + by, at);
      }
    }
  }
}
