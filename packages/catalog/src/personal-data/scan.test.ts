import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { personalDataScan } from '../index.ts';

const kinds = (input: Json): string[] => [...new Set(personalDataScan(input).map((finding) => finding.kind))].sort();

test.each([
  ['a passport’s zone', 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'machine-readable-zone'],
  ['the second line alone', 'seen: L898902C36UTO7408122F1204159ZE184226B<<<<<10', 'machine-readable-zone'],
  ['an e-mail of a person', 'write to jean.martin@example.org', 'e-mail'],
  ['a mobile number, UK', 'his number is 07700 900123', 'phone'],
  ['a mobile number, international', 'joignable au +212 6 12 34 56 78', 'phone'],
  ['a mobile number, national', 'tél. 06 12 34 56 78', 'phone'],
  ['a mobile number in eastern digits', 'هاتفه ٠٦١٢٣٤٥٦٧٨', 'phone'],
  ['an account', 'IBAN GB33 BUKB 2020 1555 5555 55', 'iban'],
  ['a passport number', 'passport no. 533380006', 'identity-number'],
  ['a Moroccan card', 'titulaire de la CIN AB123456', 'identity-number'],
  ['a card in Arabic', 'بطاقة التعريف رقم AB123456', 'identity-number'],
  ['a Spanish card by its letter', 'identificado 12345678Z', 'identity-number'],
  ['a national insurance number', 'QQ is no prefix but AB 12 34 56 C is', 'identity-number'],
  ['a date of birth', 'DOB 06/24/01', 'birth-date'],
  ['a date of birth in French', 'née le 3 mars 1999', 'birth-date'],
  ['a date of birth in Arabic', 'مزداد سنة 1987', 'birth-date'],
  ['a UK plate', 'white van AB12 CDE at gate 4', 'plate'],
  ['a French plate', 'Clio AB-123-CD', 'plate'],
  ['a Moroccan plate', 'سيارة 12345-أ-6 قرب الباب', 'plate'],
  ['a plate after its word', 'immatriculée 1234 BCD', 'plate'],
  ['a victim’s name', 'VICTIM(S): KHAYRI DOE JR.', 'person-name'],
  ['a suspect’s name', 'Suspect: Jean Martin, parti vers le nord', 'person-name'],
  ['a full name', 'Full name: Sara El Idrissi', 'person-name'],
  ['a name after words of naming', 'un homme, le nommé Karim B., interpellé', 'person-name'],
  ['a name after a title', 'handed over to Mrs Smith at gate 2', 'person-name'],
  ['a name in Arabic', 'الضحية: محمد العلوي', 'person-name'],
  ['a named person in Arabic', 'تم توقيف المسمى كريم قرب الملعب', 'person-name'],
  ['a description', 'boy, brown hair, blue eyes', 'person-description'],
  ['a description in French', 'un garçon de 7 ans, vêtu d’un short', 'person-description'],
  ['a description in Arabic', 'طفل عمره سبع سنوات يرتدي قميصا', 'person-description'],
])('[S1] finds %s', (_name, text, kind) => {
  expect(kinds(text)).toContain(kind);
  expect(kinds([{ lang: 'fr', text, status: 'original' }])).toContain(kind);
});

test.each([
  'Gate 12 closed, flow to gates 13 and 14, 1 200 persons an hour',
  'Crowd density 4.5 per square metre in sector B at 18:42',
  'Porte nord fermée à 20 h 15, reprise prévue 20 h 45',
  'الضغط على الباب 12 في تراجع منذ الساعة 18:40',
  'Spectators asked to wait; kick-off delayed by 15 minutes to 21:15',
  'Rendezvous point north car park, 33.9876 -6.8543, forward command at stand 3',
  'Victims: none so far. Suspects: none',
  'Victimes : aucune. Témoins : plusieurs',
  'Winds 25 to 35 mph with gusts up to 60 mph until 1200 HRS',
  'Call Floodline on 0345 988 1188 using quick dial code 139171',
  'Numéro vert 0800 100 100 pour les familles',
  'Write to the desk at ops@police.example or media.desk@police.example',
  'Match MA v GB 13/06/2030, ticket allocation 4 500',
  'Bus line 12 diverted by Avenue Hassan II; tram T1 normal',
  'Missing child reunited at the safe point',
  'Incident 2030-0613-0042 linked to log 17',
  'MS TN AL counties under a tornado watch until 900 PM CDT',
])('[S1] leaves operational text alone: %s', (text) => {
  expect(personalDataScan(text)).toEqual([]);
});

test('[S1] a finding names its place and repeats no content', () => {
  const [finding] = personalDataScan({ text: [{ lang: 'en', text: 'passport no. 533380006', status: 'original' }] });
  expect(finding).toEqual({ kind: 'identity-number', path: 'text[0].text', start: 0, length: 22 });
  expect(JSON.stringify(finding)).not.toContain('533380006');
});

test('[S1] numbers of offices may stand where offices are named, names of persons may not', () => {
  expect(personalDataScan({ channels: [{ kind: 'phone', address: '+212 537 00 00 00' }] })).toEqual([]);
  expect(personalDataScan({ contact: 'Press office, +44 20 7946 0000' })).toEqual([]);
  expect(kinds({ contact: 'Det. Smith, +44 20 7946 0000' })).toEqual(['person-name']);
});

test('[S1] codes, ids and times are not free text', () => {
  const fields = {
    sender: 'jean.martin@weather.example',
    at: '2030-06-13T18:04:09Z',
    linked: 'AB12CDEAB12CDEAB12CDEA',
    id: 'sha256:AB12CDEAB12CDEAB12CDEAB12CDEAB12CDEAB12CDEA',
  };
  expect(personalDataScan(fields)).toEqual([]);
});

const corpus = process.env['WASL_CORPUS'] ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url));
function capFiles(): readonly { readonly name: string; readonly valid: boolean; readonly xml: string }[] {
  try {
    const index = new Map(
      readFileSync(`${corpus}/INDEX.tsv`, 'utf8')
        .split('\n')
        .map((row) => row.split('\t'))
        .map(([path = '', , , , valid]) => [path, valid === 'yes']),
    );
    return readdirSync(`${corpus}/cap`).map((name) => ({
      name,
      valid: index.get(`cap/${name}`) === true,
      xml: readFileSync(`${corpus}/cap/${name}`, 'utf8'),
    }));
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'ENOENT') throw error;
    console.warn(`SKIPPED: no cap in ${corpus}; set WASL_CORPUS`);
    return [];
  }
}
const files = capFiles();
const tags = [
  'description',
  'instruction',
  'contact',
  'headline',
  'note',
  'senderName',
  'value',
  'areaDesc',
  'resourceDesc',
  'event',
  'audience',
  'source',
  'restriction',
  'addresses',
];

function textsOf(xml: string): { readonly [tag: string]: readonly string[] } {
  const texts: Record<string, readonly string[]> = {};
  for (const tag of tags) {
    const found = [...xml.matchAll(new RegExp(`<(?:\\w+:)?${tag}>([^]*?)</(?:\\w+:)?${tag}>`, 'g'))].map((match) => match[1] ?? '');
    if (found.length > 0) texts[tag] = found;
  }
  return texts;
}

test.skipIf(files.length === 0)('[S1] of the public CAP files only the child-abduction example of the standard is held', () => {
  const held = files.filter((file) => file.valid && personalDataScan(textsOf(file.xml)).length > 0).map((file) => file.name);
  expect(held).toEqual(['oasiscap__v1dot2_appendix_adot4.xml']);
  const example = files.find((file) => file.name === held[0]);
  expect(kinds(textsOf(example?.xml ?? ''))).toEqual(['birth-date', 'person-description', 'person-name']);
});

test('[S1] no text makes the scan fail or hang', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: fc.constantFrom(...'AB12<+ .-:@Mr\u0661\u0627'), maxLength: 300 }),
      ),
      (text) => {
        for (const finding of personalDataScan(text)) expect(finding.start + finding.length).toBeLessThanOrEqual(text.length);
      },
    ),
    { seed: 1, numRuns: 5000 },
  );
  const started = performance.now();
  for (const unit of ['1 ', 'A<', '+1-', 'a.', 'Victim: A ', '0', 'ا ', '06 ', 'plate ']) personalDataScan(unit.repeat(30_000));
  expect(performance.now() - started).toBeLessThan(20_000);
});
