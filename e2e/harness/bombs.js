// Small files that unfold to something huge, and huge ones that hold nothing (REL-53). All are made on the
// spot, byte by byte: what makes them dangerous can be read here.
import { deflateSync } from 'node:zlib';

// --- MP4 (ISO/IEC 14496-12) ---

const u16 = (...values) => Buffer.from(new Uint16Array(values).buffer).swap16();
const u32 = (...values) => Buffer.from(new Uint32Array(values).buffer).swap32();
const bytesOf = (part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
const box = (type, ...body) => {
  const parts = body.map(bytesOf);
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  return Buffer.concat([u32(length), bytesOf(type), ...parts]);
};
const full = (type, ...body) => box(type, u32(0), ...body);
const zeros = (count) => Buffer.alloc(count);

const BRAND = box('ftyp', 'isom', u32(512), 'isomavc1');
const MOVIE_HEADER = full('mvhd', u32(0, 0, 1000, 160), zeros(80));
/** H.264 high profile, level 3.1, as x264 writes it. */
const AVC = Buffer.from('0164001fffe1001b6764001facd9404405be5c0440000003004000000f03c60c658001000668ebe3cb22c0', 'hex');
/** Four pictures of ten bytes: one NAL unit each, the first an IDR slice. */
const MEDIA = box('mdat', ...[0x65, 0x41, 0x41, 0x41].map((type) => Buffer.concat([u32(6), Buffer.from([type]), zeros(5)])));

const SIZES = full('stsz', u32(0, 4, 10, 10, 10, 10));
const TIMES = full('stts', u32(1, 4, 512));
const CHUNKS = full('stsc', u32(1, 1, 4, 1));

function track({ id = 1, width = 1080, height = 720, sizes = SIZES, times = TIMES, chunks = CHUNKS } = {}) {
  const entry = box('avc1', zeros(6), u16(1), zeros(16), u16(width, height), zeros(50), box('avcC', AVC));
  const table = box('stbl', full('stsd', u32(1), entry), times, full('stss', u32(1, 1)), chunks, sizes,
    full('stco', u32(1, BRAND.length + 8)));
  const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
  return box('trak',
    box('tkhd', u32(3), u32(0, 0, id, 0, 0, 0, 0, 0, 0), matrix, u32(width * 65536, height * 65536)),
    box('mdia', full('mdhd', u32(0, 0, 12800, 2048), u16(0x55c4, 0)), full('hdlr', u32(0), 'vide', zeros(13)),
      box('minf', table)));
}

const movie = (...index) => Buffer.concat([BRAND, MEDIA, box('moov', MOVIE_HEADER, ...index)]);

/** A box in a box in a box. */
const nested = (type, depth) => {
  const bytes = Buffer.alloc(8 * depth);
  for (let i = 0; i < depth; i++) {
    bytes.writeUInt32BE(8 * (depth - i), 8 * i);
    bytes.write(type, 8 * i + 4, 'latin1');
  }
  return bytes;
};

/** Box headers whose size cannot be. */
const boxOfSize = (size) => Buffer.concat([BRAND, size, zeros(1000)]);

/** An index as QuickTime compresses it, and the size it is said to have. */
const deflated = (size, bytes) =>
  Buffer.concat([BRAND, MEDIA, box('moov', box('cmov', box('dcom', 'zlib'), box('cmvd', u32(size), bytes)))]);

/** So many samples of one byte, told by three table rows. */
const samples = (count) => movie(track({
  sizes: full('stsz', u32(1, count)), times: full('stts', u32(1, count, 1)), chunks: full('stsc', u32(1, 1, count, 1)),
}));

// --- GIF ---

/** One colour, as the codes of a decoder that learns a longer run with each code. */
function plainPixels(count) {
  const bytes = [];
  let [bits, held, width] = [0, 0, 3];
  const emit = (code) => {
    bits |= code << held;
    held += width;
    for (; held >= 8; held -= 8, bits >>>= 8) bytes.push(bits & 255);
  };
  const [CLEAR, END, FIRST] = [4, 5, 6];
  for (let left = count; left > 0; ) {
    emit(CLEAR);
    width = 3;
    emit(0);
    left--;
    for (let next = FIRST; left > 0 && next < 4094; next++) {
      const run = Math.min(left, next - FIRST + 2);
      emit(run === 1 ? 0 : FIRST + run - 2);
      left -= run;
      if (next >= (1 << width) - 1 && width < 12) width++;
    }
  }
  emit(END);
  bytes.push(bits & 255);
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    blocks.push(block.length, ...block);
  }
  return Buffer.from([2, ...blocks, 0]);
}

function gif(width, height, frames) {
  const size = Buffer.from(new Uint16Array([width, height]).buffer);
  const head = Buffer.concat([Buffer.from('GIF89a'), size, Buffer.from([0xf0, 0, 0, 0, 0, 0, 255, 255, 255])]);
  const frame = Buffer.concat([
    Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0]), size, Buffer.from([0]), plainPixels(width * height),
  ]);
  return Buffer.concat([head, ...Array(frames).fill(frame), Buffer.from(';')]);
}

// --- Matroska (RFC 9559) ---

const element = (id, ...body) => {
  const parts = body.map((part) => (typeof part === 'number' ? u32(part) : bytesOf(part)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(parts.reduce((sum, part) => sum + part.length, 0)) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, 'hex'), length, ...parts]);
};

/** Times are counted in ticks of so many nanoseconds. */
const matroskaIn = (tick, tracks, ...rest) => Buffer.concat([
  element('1a45dfa3', element('4282', 'matroska'), element('4287', 4), element('4285', 2)),
  element('18538067', element('1549a966', element('2ad7b1', tick)), element('1654ae6b', ...tracks), ...rest),
]);
const matroska = (tracks, ...rest) => matroskaIn(1_000_000, tracks, ...rest);

/** Type 1 is video, 17 is text. */
const trackEntry = (number, type, codec) => element('ae', element('d7', number), element('73c5', number),
  element('83', type), element('86', codec), ...(type === 1 ? [element('e0', element('b0', 64), element('ba', 64))] : []));

const PICTURES = trackEntry(1, 1, 'V_MJPEG');

/** The same JPEG again and again, so many ticks apart. */
const frames = (jpeg, count, apart) => element('1f43b675', element('e7', 0), ...Array.from({ length: count }, (_, i) =>
  element('a3', Buffer.concat([Buffer.from([0x81]), u16(i * apart), Buffer.from([0x80]), jpeg]))));
const second = (jpeg) => frames(jpeg, 25, 40);

function chapters(count) {
  const [uid, start] = [19, 32]; // where their values are in an atom
  const atom = element('b6', element('73c4', 0), element('91', 0), element('80', element('85', 'a')));
  const atoms = Buffer.alloc(atom.length * count, atom);
  for (let i = 0; i < count; i++) {
    atoms.writeUInt32BE(i + 1, atom.length * i + uid);
    atoms.writeUInt32BE(i, atom.length * i + start);
  }
  return element('1043a770', element('45b9', atoms));
}

const subtitles = (count) => {
  const cue = (i) => element('a0', element('a1', Buffer.concat([Buffer.from([0x82]), u16(i), Buffer.from('\0a')])), element('9b', 1));
  const cluster = Buffer.concat(Array.from({ length: 10_000 }, (_, i) => cue(i)));
  return Array.from({ length: count / 10_000 }, (_, i) => element('1f43b675', element('e7', i * 10_000), cluster));
};

/** Chapters that hold chapters; sizes grow outwards, so they are told in eight bytes each. */
function nestedChapters(depth) {
  const HEADER = 9; // one byte of id, eight of size
  const bytes = Buffer.alloc(HEADER * depth);
  for (let i = 0; i < depth; i++) {
    bytes[HEADER * i] = 0xb6;
    bytes.writeBigUInt64BE(BigInt(HEADER * (depth - 1 - i)) | (1n << 56n), HEADER * i + 1);
  }
  return element('1043a770', element('45b9', bytes));
}

/** Names, and how each is made; `jpeg` is a picture of 64 x 64. */
export const BOMBS = {
  '1,000 tracks in an MP4': () => movie(...Array.from({ length: 1000 }, (_, i) => track({ id: i + 1 }))),
  '1,000 tracks in a Matroska': (jpeg) =>
    matroska(Array.from({ length: 1000 }, (_, i) => trackEntry(i + 1, 1, 'V_MJPEG')), second(jpeg)),
  '178,000,000 samples in 600 bytes': () => samples(178_000_000),
  'a million boxes in each other': () => movie(track(), nested('udta', 1_000_000)),
  'a million indexes in each other': () => Buffer.concat([BRAND, nested('moov', 1_000_000)]),
  'a million chapters in each other': (jpeg) => matroska([PICTURES], nestedChapters(1_000_000), second(jpeg)),
  'an index of 2 GB that is said to be deflated': () => deflated(2e9, deflateSync(zeros(10_000))),
  'a box of size 0': () => boxOfSize(Buffer.concat([u32(0), Buffer.from('moov')])),
  'a box of 64 bits, of size 1': () => boxOfSize(Buffer.concat([u32(1), Buffer.from('moov'), u32(0, 1)])),
  'a box of 2^63 bytes': () => boxOfSize(Buffer.concat([u32(1), Buffer.from('moov'), u32(0x80000000, 0)])),
  'a box of 2^63 - 1 bytes': () => boxOfSize(Buffer.concat([u32(1), Buffer.from('moov'), u32(0x7fffffff, 0xffffffff)])),
  '65,535 x 65,535 in a header': () => movie(track({ width: 65_535, height: 65_535 })),
  '1 x 65,535 in a header': () => movie(track({ width: 1, height: 65_535 })),
  'a picture of 12,000 x 12,000': () => gif(12_000, 12_000, 1),
  'pictures of 1 x 65,535': () => gif(1, 65_535, 3),
  'a second that lasts 10^9 of them': () => movie(track({ times: full('stts', u32(2, 1, 0x7fffffff, 3, 0x7fffffff)) })),
  '12,800 pictures a second in a header': () => movie(track({ times: full('stts', u32(1, 4, 1)) })),
  '10,000 pictures a second': (jpeg) => matroskaIn(100_000, [PICTURES], frames(jpeg, 10_000, 1)),
};

/** Those that take their time, if only to make and to send them. */
export const HEAVY_BOMBS = {
  'an index of 500 MB': () => movie(track(), box('free', zeros(500 << 20))),
  'a sample table of 500 MB': () => movie(track({
    sizes: full('stsz', u32(0, 125_000_000), Buffer.alloc(500_000_000, u32(1))),
    times: full('stts', u32(1, 125_000_000, 1)), chunks: full('stsc', u32(1, 1, 125_000_000, 1)),
  })),
  'an index of 1 GiB, deflated': () => deflated(1 << 30, deflateSync(zeros(1 << 30), { level: 1 })),
  'an index of 20,000,000 samples, deflated': () => {
    const count = 20_000_000;
    const index = box('moov', MOVIE_HEADER, track({
      sizes: full('stsz', u32(0, count), Buffer.alloc(4 * count, u32(10))),
      times: full('stts', u32(count), Buffer.alloc(8 * count, u32(1, 512))),
      chunks: full('stsc', u32(1, 1, count, 1)),
    }));
    return deflated(index.length, deflateSync(index, { level: 1 }));
  },
  'a picture of 16,384 x 16,384': () => gif(16_384, 16_384, 1),
  'two million chapters': (jpeg) => matroska([PICTURES], chapters(2_000_000), second(jpeg)),
  'two million subtitles': (jpeg) =>
    matroska([PICTURES, trackEntry(2, 17, 'S_TEXT/UTF8')], second(jpeg), ...subtitles(2_000_000)),
};
