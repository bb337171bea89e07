import { createHash, createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type AgencyId,
  type Crypto,
  canGo,
  canonicalText,
  coarsen,
  createRecord,
  type DeskId,
  decodeBase64url,
  encodeBase64url,
  encodeBase64urlText,
  entrySignatureMessage,
  type Json,
  join,
  type Label,
  leq,
  openDisclosures,
  parseCanonical,
  parseEntry,
  parseJson,
  privateLabel,
  type RandomBytes,
  recordIdOf,
  type SealedRecord,
  type SubjectId,
  WaslError,
} from '@wasl/record';

const crypto: Crypto = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Text: (data) => hash('sha256', data, 'base64url'),
  verify: () => false,
};

/** The code that a call fails with, or undefined. */
function codeOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof WaslError) return error.code;
    throw error;
  }
}

/** Bytes that are the same every time: SHA-256 of a name and a counter. */
function fixedBytes(name: string): RandomBytes {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      bytes.set(
        createHash('sha256')
          .update(`${name}/${counter}`)
          .digest()
          .subarray(0, Math.min(32, length - at)),
        at,
      );
      counter += 1;
    }
    return bytes;
  };
}

const label: Label = {
  lvl: 1,
  cav: [],
  hdl: [],
  rel: ['gb.police'],
  pur: ['event-safety'],
  tlp: 'AMBER',
  own: ['ma.police'],
  orcon: false,
  nat: [{ pol: 'MA', mark: 'DIFFUSION RESTREINTE' }],
};

function record(name: string): SealedRecord {
  return createRecord(
    {
      type: 'incident',
      issuer: 'ma.police' as AgencyId,
      mode: 'exercise',
      issuedAt: '2030-06-13T18:04:09Z',
      hlc: '1907604249000.0000',
      subject: encodeBase64url(fixedBytes(`subject of ${name}`)(16)) as SubjectId,
      refs: [],
      label,
      author: 'ma.police/ops' as DeskId,
      arity: 8,
      fields: [
        { name: 'kind', value: 'crowd-crush' },
        { name: 'place', value: { lat: 339_876_543, lon: -68_543_210 }, label: { ...label, lvl: 2 } },
        { name: 'place.coarse', value: { row: 3398, col: -686, size: 100_000 } },
        { name: 'summary', value: [{ lang: 'ar', text: 'ضغط عند الباب 12', status: 'original' }] },
      ],
    },
    { crypto, random: fixedBytes(name) },
  );
}

function canonicalVectors(): Json {
  const texts = [
    '{}',
    '[]',
    'null',
    '"é"',
    '{"a":1,"b":[true,null]}',
    '9007199254740991',
    '-9007199254740991',
    '0',
    '"\\u0000\\b\\t\\n\\f\\r\\"\\\\/"',
    '"\u2028"',
    '"😂"',
    '{"A":1,"a":2}',
    '{"a.b":1,"a_b":2}',
    '{"a": 1}',
    '{"b":1,"a":2}',
    '"\\u0041"',
    '"\\/"',
    '"\\u001F"',
    ' 1',
    '1\n',
    '1.0',
    '1e2',
    '-0',
    '9007199254740992',
    '1.5',
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":1}',
    '{"":1}',
    '{"1":1}',
    '{"é":1}',
    '{"__proto__":1}',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '[1,]',
    '[01]',
    '"\u0001"',
    '"\\x41"',
    '',
    '1 2',
    'NaN',
    `${'['.repeat(33)}${']'.repeat(33)}`,
  ];
  return texts.map((text) => {
    const strict = codeOf(() => parseCanonical(text));
    const loose = codeOf(() => parseJson(text));
    return {
      text,
      ...(loose === undefined ? { canonical: canonicalText(parseJson(text)) } : { refused: loose }),
      isCanonical: strict === undefined,
      ...(strict === undefined ? {} : { code: strict }),
    };
  });
}

function base64urlVectors(): Json {
  const valid = [
    new Uint8Array(),
    new Uint8Array([0]),
    new Uint8Array([255, 254]),
    new Uint8Array([0, 16, 131]),
    fixedBytes('base64url')(32),
  ];
  return {
    valid: valid.map((bytes) => ({ hex: Buffer.from(bytes).toString('hex'), text: encodeBase64url(bytes) })),
    invalid: ['A', 'AB', 'AA=', 'AA==', 'A+AA', 'A/AA', 'AA\n', ' AA', 'AAB', 'éAA'].map((text) => ({
      text,
      code: codeOf(() => decodeBase64url(text)) ?? null,
    })),
  };
}

function entryVectors(): Json {
  const { entryText } = record('entries');
  const value = JSON.parse(entryText) as Record<string, Json>;
  const changed = (change: Record<string, Json>): string => canonicalText({ ...value, ...change });
  const { author: _author, ...lacking } = value;
  const refs = [{ id: `sha256:${'A'.repeat(43)}`, rel: 'corrects' }];
  const texts: Record<string, string> = {
    'as made': entryText,
    'with a reference': changed({ refs }),
    'with a space': entryText.replace(':', ': '),
    'version 2': changed({ v: 2 }),
    'a member too many': changed({ note: 'x' }),
    'a member too few': canonicalText(lacking),
    'an unknown mode': changed({ mode: 'draft' }),
    'an author of another agency': changed({ author: 'gb.police/ops' }),
    'a local time': changed({ issuedAt: '2030-06-13T19:04:09+01:00' }),
    'a day that does not exist': changed({ issuedAt: '2030-02-30T00:00:00Z' }),
    'unsorted digests': changed({ sd: [...(value['sd'] as readonly string[])].reverse() }),
    'a digest that does not re-encode': changed({ sd: [`${'A'.repeat(42)}B`] }),
    'a reader in the entry': changed({ label: { ...(value['label'] as Record<string, Json>), rel: ['gb.police'] } }),
    'the same reference twice': changed({ refs: [...refs, ...refs] }),
    'longer than 16 KiB': changed({ note: 'x'.repeat(16_384) }),
  };
  return Object.entries(texts).map(([name, text]) => {
    const code = codeOf(() => parseEntry(text));
    return { name, text, ...(code === undefined ? { id: recordIdOf(text, crypto) } : { code }) };
  });
}

function disclosureVectors(): Json {
  const made = record('disclosures');
  const other = record('another record');
  const texts = made.disclosures.map((one) => one.text);
  const slots = made.disclosures.map((one) => one.slot);
  const [first = '', second = '', ...rest] = texts;
  const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
  const lying = (...contents: readonly string[]) => {
    const lies = contents.map(encodeBase64urlText);
    return { sd: lies.map((text) => crypto.sha256Text(text)).sort(), texts: lies };
  };
  const cases: readonly {
    readonly name: string;
    readonly sd: readonly string[];
    readonly texts: readonly string[];
    readonly slots?: readonly number[];
  }[] = [
    { name: 'all', sd: made.entry.sd, texts, slots },
    { name: 'two of them', sd: made.entry.sd, texts: [first, second], slots: slots.slice(0, 2) },
    { name: 'none', sd: made.entry.sd, texts: [], slots: [] },
    { name: 'forged', sd: made.entry.sd, texts: [...texts.slice(1), other.disclosures[0]?.text ?? ''] },
    { name: 'surplus', sd: made.entry.sd, texts, slots: slots.slice(1) },
    { name: 'exchanged', sd: made.entry.sd, texts: [second, first, ...rest], slots },
    { name: 'missing', sd: made.entry.sd, texts: texts.slice(1), slots },
    { name: 'duplicate', sd: made.entry.sd, texts: [first, first] },
    { name: 'duplicate name', ...lying(`["${salt}","kind",{"v":1}]`, `["${salt}","kind",{"v":2}]`) },
    { name: 'reserved _sd', ...lying(`["${salt}","_sd",{"v":1}]`) },
    { name: 'reserved ...', ...lying(`["${salt}","...",{"v":1}]`) },
    { name: 'reserved issuer', ...lying(`["${salt}","issuer",{"v":1}]`) },
    { name: 'white space', ...lying(`["${salt}", "kind", {"v":1}]`) },
    { name: 'array element of RFC 9901', ...lying(`["${salt}",{"v":1}]`) },
    { name: 'bare value of RFC 9901', ...lying(`["${salt}","kind","fire"]`) },
    { name: 'short salt', ...lying('["AAAA","kind",{"v":1}]') },
    { name: 'float', ...lying(`["${salt}","kind",{"v":1.5}]`) },
    { name: 'label with a level', ...lying(`["${salt}","label",{"v":${canonicalText({ ...privateLabel(label), lvl: 1 })}}]`) },
  ];
  return cases.map(({ name, sd, texts: sent, slots: wanted }) => {
    const options = { crypto, ...(wanted === undefined ? {} : { slots: wanted }) };
    const code = codeOf(() => openDisclosures({ sd }, sent, options));
    const opened =
      code === undefined
        ? openDisclosures({ sd }, sent, options).map((one) => ({ slot: one.slot, name: one.name, value: one.value }))
        : undefined;
    return {
      name,
      sd,
      texts: sent,
      ...(wanted === undefined ? {} : { slots: wanted }),
      ...(opened === undefined ? { code: code ?? '' } : { opened }),
    };
  });
}

function labelVectors(): Json {
  const labels: readonly Label[] = [
    label,
    { ...label, lvl: 2, cav: ['PERS'], rel: ['gb.police/ops'], exp: '2031-01-01T00:00:00Z' },
    { ...label, rel: [], pur: ['*'], own: ['es.police', 'ma.police'], orcon: true },
    { ...label, rel: ['*'], pur: ['*'], tlp: 'CLEAR', nat: [] },
    {
      ...label,
      lvl: 3,
      hdl: ['H1', 'H2'],
      rel: ['es.police', 'gb.police'],
      own: ['gb.police'],
      rev: '2030-12-31T00:00:00Z',
      nat: [{ pol: 'ES', mark: 'CONFIDENCIAL' }],
    },
  ];
  const pairs = labels.flatMap((a) => labels.map((b) => ({ a, b })));
  const ask = {
    reader: { agency: 'gb.police' as AgencyId, ceiling: 2, caveats: [] },
    purpose: 'event-safety',
    nowMs: Date.parse('2030-06-13T18:04:09Z'),
    holder: 'ma.police' as AgencyId,
    granted: false,
  };
  const asks = [
    ask,
    { ...ask, granted: true },
    { ...ask, purpose: 'judicial' },
    { ...ask, reader: { agency: 'gb.police' as AgencyId, desk: 'gb.police/ops' as DeskId, ceiling: 5, caveats: ['PERS'] } },
  ];
  return {
    pairs: pairs.map(({ a, b }) => ({ a, b, join: join(a, b), leq: leq(a, b) })),
    releases: labels.flatMap((one) =>
      asks.map((asked) => {
        const verdict = canGo(one, asked);
        return { label: one, ask: asked, outcome: verdict.ok ? 'goes' : verdict.reason.code };
      }),
    ),
  };
}

function twinVectors(): Json {
  const cases: readonly (readonly [string, Json])[] = [
    ['place-cell', { lat: 339_876_543, lon: -68_543_210 }],
    ['place-cell', { lat: 900_000_000, lon: 1_800_000_000 }],
    ['place-cell', { lat: -900_000_000, lon: -1_800_000_000 }],
    ['place-cell', { lat: 0, lon: -1 }],
    ['place-cell', { lat: 900_000_001, lon: 0 }],
    ['place-cell', 'Rabat'],
    ['place-cell-10km', { lat: 515_560_000, lon: -2_795_000 }],
    ['time-hour', '2030-06-13T18:04:09Z'],
    ['time-day', '2030-06-13T18:04:09Z'],
    ['time-hour', '2030-06-13 18:04'],
    ['count-band', 0],
    ['count-band', 4],
    ['count-band', 5],
    ['count-band', 1_000_000],
    ['count-band', { p1: 3, p2: 60 }],
    ['count-band', -1],
    ['jitter', 1],
  ];
  return cases.map(([fn, value]) => {
    const code = codeOf(() => coarsen(fn, value));
    return { function: fn, value, ...(code === undefined ? { coarse: coarsen(fn, value) } : { code }) };
  });
}

// RFC 8032 §7.1 test 1, and a P-256 key and signature made once, because ES256 signatures are never the same twice.
const edKey = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};
const p256Key = {
  kty: 'EC',
  crv: 'P-256',
  x: 'q4mIqR6k-m9Z-xdlMsKySmcJXUUbAuuaNYE5xMjSA9g',
  y: 'VEvT1AW3iRYd4z8Mq72u1_yg-rn3ZPTdLOJiCG_Xs8g',
};
const p256Signature = 'gX9v90UTrr7fCJhBTUxU1bk77tgUUDoer-60juZiLNsvA6FN3Z6xp1MIyLM1qfHDlQr1yeazHqaQpg_4NL7svw';

function signatureVectors(): Json {
  const { entryText } = record('signatures');
  const message = entrySignatureMessage(entryText);
  const ed = encodeBase64url(sign(null, message, createPrivateKey({ key: edKey, format: 'jwk' })));
  const es = createPublicKey({ key: p256Key, format: 'jwk' });
  if (!verify('sha256', message, { key: es, dsaEncoding: 'ieee-p1363' }, Buffer.from(p256Signature, 'base64url'))) {
    throw new Error('the ES256 signature in this file is of another entry');
  }
  const edBytes = edKey.x;
  const esBytes = encodeBase64url(
    Buffer.concat([Buffer.from([4]), Buffer.from(p256Key.x, 'base64url'), Buffer.from(p256Key.y, 'base64url')]),
  );
  const turned = (text: string): string => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
  return {
    entryText,
    message: Buffer.from(message).toString('hex'),
    cases: [
      { name: 'Ed25519', alg: 'Ed25519', key: edBytes, signature: ed, valid: true },
      { name: 'ES256', alg: 'ES256', key: esBytes, signature: p256Signature, valid: true },
      { name: 'Ed25519, one character changed', alg: 'Ed25519', key: edBytes, signature: turned(ed), valid: false },
      { name: 'ES256, one character changed', alg: 'ES256', key: esBytes, signature: turned(p256Signature), valid: false },
      { name: 'Ed25519 signature under the ES256 key', alg: 'ES256', key: esBytes, signature: ed, valid: false },
      { name: 'ES256 signature under the Ed25519 key', alg: 'Ed25519', key: edBytes, signature: p256Signature, valid: false },
      { name: 'key of the other algorithm', alg: 'ES256', key: edBytes, signature: ed, valid: false },
      { name: 'padded', alg: 'Ed25519', key: edBytes, signature: `${ed}==`, valid: false },
      { name: 'short', alg: 'Ed25519', key: edBytes, signature: ed.slice(0, 84), valid: false },
    ],
  };
}

/** Every vector file of vectors/record by name, as text. */
export function recordVectors(): ReadonlyMap<string, string> {
  const files: Readonly<Record<string, Json>> = {
    'canonical.json': canonicalVectors(),
    'base64url.json': base64urlVectors(),
    'entries.json': entryVectors(),
    'disclosures.json': disclosureVectors(),
    'labels.json': labelVectors(),
    'twins.json': twinVectors(),
    'signatures.json': signatureVectors(),
  };
  return new Map(Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(value, null, 1)}\n`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../vectors/record', import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of recordVectors()) writeFileSync(`${folder}/${name}`, text);
}
