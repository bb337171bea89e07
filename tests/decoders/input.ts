import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One hostile input in each form that a decoder may take it. */
export interface Input {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The text as JSON where it is JSON, else the text itself. */
  readonly json: unknown;
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return [JSON.stringify(value), ...Object.values(value).flatMap(strings)];
}

function files(folder: string, ends: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ends))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

const longest = 64 * 1024;

/** Well-formed texts of every kind that this system reads: vectors, arrangements, alerts. */
export function samples(made: readonly (string | Uint8Array)[]): readonly Input[] {
  const vectors = files('vectors', '.json').flatMap((text) => strings(JSON.parse(text)));
  const handmade = [
    '{"logs":[{"origin":"ma.police/x","descriptor":"{}","checkpoint":"c"}]}',
    '{"heads":[{"origin":"ma.police/x","checkpoint":"c"}]}',
    '{"origin":"ma.police/x"}',
    '/v1/logs/ma.police%2Fx/stream?from=0',
    '{"e":[0,"line","entry",["WyJz"]]}\n{"c":"ma.police/x\\n1\\nroot\\n"}\n',
    'id: 1\nevent: record\ndata: {"id":1}\n\n',
    'a=b; wasl_ma_police=token',
    '2030-06-14T18:00:00+01:00',
    '-12.345',
    '2030-06-14',
    'Rabat, 14 June 2030. The two delegations agreed to exchange liaison officers before 1 September 2030.',
    '[{"desk":"ma.police/ops","language":"fr","timeZone":"Africa/Casablanca","steps":[{"afterSeconds":0,"adapter":"mail","to":"a@b"}]}]',
    'MxMvZwnGiGXcFbTQuHLQcA',
    '{"cav":[],"hdl":[],"lvl":1,"tlp":"AMBER"}',
  ];
  const all = [...vectors, ...handmade, ...files('examples/arrangements', '.json'), ...files('gateways/cap/fixtures', '.xml')];
  const texts = [...new Set(all)].filter((text) => text.length <= longest);
  return [...texts, ...made].map((sample) => inputOf(typeof sample === 'string' ? new TextEncoder().encode(sample) : sample));
}

function inputOf(bytes: Uint8Array): Input {
  const text = new TextDecoder().decode(bytes);
  let json: unknown = text;
  try {
    json = JSON.parse(text);
  } catch {
    // Most hostile inputs are no JSON; those go in as the text they are.
  }
  return { bytes, text, json };
}

interface Edit {
  readonly at: number;
  readonly kind: 'flip' | 'drop' | 'insert' | 'repeat' | 'cut';
  readonly byte: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(longest),
  kind: fc.constantFrom('flip', 'flip', 'drop', 'insert', 'repeat', 'cut'),
  byte: fc.oneof(fc.constantFrom(0, 0x22, 0x2c, 0x5b, 0x7b, 0x3c, 0x26, 0x0a, 0x2d, 0x39, 0xff), fc.nat(255)),
});

function edited(bytes: Uint8Array, { at, kind, byte }: Edit): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (kind) {
    case 'flip':
      return Uint8Array.from([...before, byte, ...after.subarray(1)]);
    case 'drop':
      return Uint8Array.from([...before, ...after.subarray(1 + (byte % 16))]);
    case 'insert':
      return Uint8Array.from([...before, byte, ...after]);
    case 'repeat':
      return Uint8Array.from([...before, ...after.subarray(0, byte), ...after]);
    case 'cut':
      return before;
  }
}

/** Random bytes, random JSON, random text, and with up to four edits what is well formed: here (`good`), or for anyone (`known`). */
export function hostile(known: readonly Input[], good: readonly Input[]): fc.Arbitrary<Input> {
  const mutated = (from: readonly Input[]) =>
    fc
      .tuple(fc.constantFrom(...from), fc.array(edit, { minLength: 1, maxLength: 4 }))
      .map(([{ bytes }, edits]) => edits.reduce(edited, bytes));
  const random = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
  );
  const near = good.length === 0 ? [] : [{ weight: 4, arbitrary: mutated(good) }];
  return fc.oneof({ weight: 2, arbitrary: mutated(known) }, { weight: 1, arbitrary: random }, ...near).map(inputOf);
}
