import { type Agreement, compile, type Depth, decide, explain, type Language } from '@wasl/agreement';
import { recordType } from '@wasl/catalog';
import { nodeCrypto } from '@wasl/identity';
import { type Mode, modes, parseAgencyId, parseInstant, parseLabel, type RecordId } from '@wasl/record';
import { plainJson } from '../api/ordered.ts';
import { fail } from '../codes.ts';
import type { Outcome } from '../io/io.ts';

/** The made-up record and its reader. */
export interface ExplainOptions {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
  readonly mode: string;
  readonly lang: string;
  readonly depth: string;
}

function oneOf<T extends string>(name: string, value: string, all: readonly T[]): T {
  const found = all.find((each) => each === value);
  if (found === undefined) throw fail('command-usage', `--${name} ${JSON.stringify(value)}: wanted ${all.join(', ')}`);
  return found;
}

/** The verdict on a record with every unit of its type, on the first day of the arrangement, in words. */
export function explainAgreement(agreement: Agreement, options: ExplainOptions): Outcome {
  const type = recordType(options.type);
  if (type === undefined) throw fail('command-usage', `--type ${options.type}: the catalogue has no such type`);
  const issuer = parseAgencyId(options.from);
  const agency = parseAgencyId(options.to);
  const mode: Mode = oneOf('mode', options.mode, modes);
  const nowMs = parseInstant(agreement.effective) + 1000;
  const verdict = decide(
    compile(agreement, {}),
    {
      recordId: `sha256:${nodeCrypto.sha256Text('explained')}` as RecordId,
      type: type.type,
      issuer,
      mode,
      topic: type.topic,
      label: parseLabel({ ...plainObject(type.defaultLabel), rel: [agency], pur: [options.purpose], own: [issuer] }),
      units: type.units.map((unit, slot) => ({
        slot,
        name: unit.name,
        digest: nodeCrypto.sha256Text(unit.name),
        personalData: unit.personalData,
        ...(unit.twin === undefined ? {} : { twin: unit.twin.name }),
      })),
      reader: { agency },
      purpose: options.purpose,
      nowMs,
      issuedAtMs: nowMs,
    },
    { crypto: nodeCrypto },
  );
  const language: Language = oneOf('lang', options.lang, ['en', 'fr', 'ar']);
  const depth: Depth = oneOf('depth', options.depth, ['own', 'partner', 'auditor']);
  const explained = explain(verdict, agreement, { language, depth });
  const lines = explained.lines.map((line) => `  ${line.unit}: ${line.sentence}`);
  return {
    text: [explained.headline, ...lines, ...explained.duties.map((duty) => `  ! ${duty.sentence}`)].join('\n'),
    json: plainJson({ verdict, explained }),
  };
}

function plainObject(value: object): Record<string, never> {
  return JSON.parse(JSON.stringify(value)) as Record<string, never>;
}
