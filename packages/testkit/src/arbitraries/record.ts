import {
  type AgencyId,
  type DeskId,
  encodeBase64url,
  encodeHlc,
  encodeInstant,
  type FieldDraft,
  modes,
  type RecordDraft,
  type RecordId,
  type Ref,
  relations,
  type SubjectId,
} from '@wasl/record';
import fc from 'fast-check';
import { arbitraryJson } from './json.ts';
import { arbitraryLabel } from './label.ts';

/** Agencies of the demonstration. */
export const arbitraryAgency: fc.Arbitrary<AgencyId> = fc
  .constantFrom('ma.police', 'gb.police', 'ma.defence', 'es.police')
  .map((id) => id as AgencyId);

/** Record ids of no record. */
export const arbitraryRecordId: fc.Arbitrary<RecordId> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `sha256:${encodeBase64url(bytes)}` as RecordId);

/** Random subject ids. */
export const arbitrarySubjectId: fc.Arbitrary<SubjectId> = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => encodeBase64url(bytes) as SubjectId);

const arbitraryRefs: fc.Arbitrary<readonly Ref[]> = fc.uniqueArray(
  fc.record({ rel: fc.constantFrom(...relations), id: arbitraryRecordId }, { noNullPrototype: true }),
  { maxLength: 3, selector: (ref) => ref.rel + ref.id },
);

const unitNames = ['kind', 'place', 'place.coarse', 'hazards', 'access', 'casualties', 'status', 'time', 'time.coarse', 'summary'];

const arbitraryFields: fc.Arbitrary<readonly FieldDraft[]> = fc
  .subarray(unitNames)
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc
          .record({ value: arbitraryJson, label: fc.option(arbitraryLabel, { nil: undefined, freq: 4 }) })
          .map(({ value, label }) => (label === undefined ? { name, value } : { name, value, label })),
      ),
    ),
  );

/** Drafts that `createRecord` takes, whatever the catalogue says of their type. */
export const arbitraryDraft: fc.Arbitrary<RecordDraft> = fc
  .record({
    issuer: arbitraryAgency,
    desk: fc.constantFrom('ops', 'media', 'nfip'),
    mode: fc.constantFrom(...modes),
    type: fc.constantFrom('incident', 'logEntry', 'claim', 'venue'),
    ms: fc.integer({ min: 1_500_000_000_000, max: 2_500_000_000_000 }),
    counter: fc.nat(9999),
    subject: arbitrarySubjectId,
    refs: arbitraryRefs,
    label: arbitraryLabel,
    fields: arbitraryFields,
    spare: fc.nat(4),
  })
  .map(({ issuer, desk, mode, type, ms, counter, subject, refs, label, fields, spare }) => ({
    type,
    issuer,
    mode,
    issuedAt: encodeInstant(ms),
    hlc: encodeHlc(ms, counter),
    subject,
    refs,
    label,
    author: `${issuer}/${desk}` as DeskId,
    fields,
    arity: fields.length + 1 + spare,
  }));
