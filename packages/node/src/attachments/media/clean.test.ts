import { Buffer } from 'node:buffer';
import { WaslError } from '@wasl/record';
import { gathered, pieces, png } from '@wasl/testkit/federation';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFile, mediaTypeOf } from './clean.ts';

type MediaType = Parameters<typeof cleanFile>[0];

async function clean(type: MediaType, file: Uint8Array, length = 7): Promise<Buffer> {
  return Buffer.from(await gathered(cleanFile(type, pieces(file, length))));
}

async function codeOf(type: MediaType, file: Uint8Array): Promise<string> {
  try {
    await clean(type, file, 1000);
    return 'kept';
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
}

function segment(code: number, data: Uint8Array | string): Buffer {
  const body = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data);
  return Buffer.concat([Buffer.of(0xff, code, (body.length + 2) >> 8, (body.length + 2) & 0xff), body]);
}

/** EXIF, little-endian, with a turn and a pointer to where the picture was taken. */
function exif(turn: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 24 + 4 + 16);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  for (const [at, [tag, type, value]] of [
    [0x0112, 3, turn],
    [0x8825, 4, 38],
  ].entries() as IterableIterator<[number, [number, number, number]]>) {
    tiff.writeUInt16LE(tag, 10 + at * 12);
    tiff.writeUInt16LE(type, 12 + at * 12);
    tiff.writeUInt32LE(1, 14 + at * 12);
    tiff.writeUInt32LE(value, 18 + at * 12);
  }
  tiff.write('33.9915N 6.85W', 38, 'latin1');
  return Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
}

const jfif = Buffer.concat([Buffer.from('JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01', 'latin1'), Buffer.from('THU')]);
const scanned = Buffer.concat([Buffer.of(1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd7), Buffer.alloc(3000, 7), Buffer.of(0xff, 0)]);

function jpeg(turn: number): Buffer {
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, jfif),
    segment(0xe1, exif(turn)),
    segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:creator>'),
    segment(0xe2, 'ICC_PROFILE\0\x01\x01colours'),
    segment(0xe2, 'MPF\0second picture'),
    segment(0xed, 'Photoshop 3.0\0caption'),
    segment(0xfe, 'taken by'),
    segment(0xee, 'Adobe\0d'),
    segment(0xdb, 'table'),
    segment(0xc2, 'frame'),
    segment(0xc4, 'huffman'),
    segment(0xda, 'scan one'),
    scanned,
    Buffer.of(0xff),
    segment(0xc4, 'huffman two'),
    segment(0xda, 'scan two'),
    scanned,
    Buffer.of(0xff, 0xd9),
    Buffer.from('a film of the whole street behind the picture'),
  ]);
}

/** The same picture with nothing in it but what a decoder needs. */
function bare(turn: number): Buffer {
  const turned = Buffer.from(`Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(turn)}\0\0\0\0\0\0`, 'latin1');
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.concat([jfif.subarray(0, 12), Buffer.of(0, 0)])),
    ...(turn > 1 ? [segment(0xe1, turned)] : []),
    segment(0xe2, 'ICC_PROFILE\0\x01\x01colours'),
    segment(0xee, 'Adobe\0d'),
    segment(0xdb, 'table'),
    segment(0xc2, 'frame'),
    segment(0xc4, 'huffman'),
    segment(0xda, 'scan one'),
    scanned,
    segment(0xc4, 'huffman two'),
    segment(0xda, 'scan two'),
    scanned,
    Buffer.of(0xff, 0xd9),
  ]);
}

function pngOf(...chunks: readonly (readonly [string, string])[]): Buffer {
  const parts = [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])];
  for (const [type, data] of chunks) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    parts.push(length, Buffer.from(type + data, 'latin1'), Buffer.from('sum!'));
  }
  return Buffer.concat(parts);
}

test('[RC6.10, L15] a JPEG loses place, camera, author, thumbnail, captions and what stands behind its end; turn and colours stay', async () => {
  for (const turn of [1, 3, 6, 8])
    for (const length of [1, 2, 7, 64_000]) expect(await clean('image/jpeg', jpeg(turn), length)).toEqual(bare(turn));
  expect(await clean('image/jpeg', bare(6))).toEqual(bare(6));
});

test('[RC6.10, L15] a PNG keeps the chunks that make the picture and no other', async () => {
  const given = pngOf(
    ['IHDR', 'head'],
    ['eXIf', 'place'],
    ['tEXt', 'Author\0me'],
    ['iTXt', 'XML'],
    ['tIME', 'now'],
    ['gAMA', 'g'],
    ['IDAT', 'data'],
    ['zTXt', 'z'],
    ['IEND', ''],
  );
  const left = pngOf(['IHDR', 'head'], ['gAMA', 'g'], ['IDAT', 'data'], ['IEND', '']);
  for (const length of [1, 5, 1000]) expect(await clean('image/png', Buffer.concat([given, Buffer.from('tail')]), length)).toEqual(left);
  expect(await clean('image/png', png(1000), 100)).toEqual(Buffer.from(png(1000)));
  expect(await codeOf('image/png', pngOf(['IHDR', 'head'], ['ABCD', 'x'], ['IEND', '']))).toBe('attachment-content');
});

test('[RC6.10] a PDF passes as it is, unless it shows an author, camera data, a script, a file within or a password', async () => {
  const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF`, 'latin1');
  const good = pdf('<< /Author () /Producer (printer) >> /Launcher (/Authority)');
  expect(await clean('application/pdf', good, 3)).toEqual(good);
  for (const bad of [
    '/Author (A. Name)',
    '/Author\n<FEFF0041>',
    '<dc:creator>',
    'Exif\0\0MM\0*',
    '/S /JavaScript /JS (x)',
    '/Encrypt 5 0 R',
    '/EmbeddedFiles 3 0 R',
    '/S/Launch',
    '/RichMedia',
  ])
    expect([bad, await codeOf('application/pdf', pdf(bad))]).toEqual([bad, 'attachment-content']);
  for (let length = 1; length < 20; length++)
    await expect(clean('application/pdf', pdf('xxxx/Author (A. Name)'), length)).rejects.toThrow('author');
});

test('[RC6.10] only pictures and documents travel, whatever a file says it is', async () => {
  expect(mediaTypeOf(' Image/JPEG; charset=x')).toEqual({ ok: true, value: 'image/jpeg' });
  for (const type of ['text/csv', 'text/html', 'image/svg+xml', 'application/zip', 'video/mp4', '', 'image/jpegx'])
    expect(mediaTypeOf(type)).toMatchObject({ ok: false, reason: { code: 'attachment-type' } });
  const files: Readonly<Record<MediaType, Uint8Array>> = {
    'application/pdf': Buffer.from('%PDF-1.4 a'),
    'image/jpeg': jpeg(1),
    'image/png': png(100),
  };
  for (const type of Object.keys(files) as MediaType[])
    for (const [other, file] of Object.entries(files))
      expect(await codeOf(type, file)).toBe(type === other ? 'kept' : 'attachment-content');
});

test('[RC6.10] random and mutated pictures are refused by code or come out clean, and cleaning again changes nothing', async () => {
  const mutated = fc.tuple(
    fc.constantFrom<MediaType>('image/jpeg', 'image/png'),
    fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(mutated, fc.integer({ min: 1, max: 500 }), async ([type, changes], length) => {
      const file = type === 'image/jpeg' ? jpeg(6) : Buffer.from(png(500));
      for (const [at, value] of changes) file[at % file.length] = value;
      try {
        const once = await clean(type, file, length);
        expect(await clean(type, once, length)).toEqual(once);
        for (const word of ['33.9915N', 'taken by', 'whole street']) expect(changes.length === 0 && once.includes(word)).toBe(false);
      } catch (error) {
        expect(error).toBeInstanceOf(WaslError);
        expect((error as WaslError).code).toBe('attachment-content');
      }
    }),
    { seed: 6, numRuns: 300 },
  );
  const random = fc.uint8Array({ maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(random, async (tail) => {
      const code = await codeOf('image/jpeg', Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), tail]));
      expect(['kept', 'attachment-content']).toContain(code);
    }),
    { seed: 7, numRuns: 300 },
  );
});
