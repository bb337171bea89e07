import { readFileSync } from 'node:fs';
import { WaslError } from '@wasl/record';
import { expect, test } from 'vitest';
import { crypto } from '../test/node-crypto.ts';
import { parseAgreement, parseForbid } from './document/parse.ts';
import { explain } from './explain/explain.ts';
import { compile } from './verdict/compile.ts';
import { decide } from './verdict/decide.ts';
import type { DecisionInput, Verdict } from './verdict/types.ts';

interface Decisions {
  readonly agreements: Readonly<Record<string, unknown>>;
  readonly decisions: readonly {
    readonly name: string;
    readonly agreement: string;
    readonly forbids: readonly unknown[];
    readonly input: DecisionInput;
    readonly verdict: Verdict;
    readonly explanations?: Readonly<Record<'en' | 'fr' | 'ar', Readonly<Record<'own' | 'partner' | 'auditor', unknown>>>>;
  }[];
}

interface Documents {
  readonly valid: unknown;
  readonly invalid: readonly {
    readonly name: string;
    readonly change?: Readonly<Record<string, unknown>>;
    readonly without?: string;
    readonly paths: readonly string[];
  }[];
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../vectors/agreement/${name}`, import.meta.url), 'utf8')) as T;
}

const { agreements, decisions } = load<Decisions>('decisions.json');

test.each(decisions)('[RL2] [RL5] vector: $name', (vector) => {
  const agreement = parseAgreement(agreements[vector.agreement]);
  const verdict = decide(compile(agreement, { localForbids: vector.forbids.map(parseForbid) }), vector.input, { crypto });
  expect(verdict).toEqual(vector.verdict);
  if (vector.explanations === undefined) return;
  for (const language of ['en', 'fr', 'ar'] as const) {
    for (const depth of ['own', 'partner', 'auditor'] as const) {
      expect(explain(verdict, agreement, { language, depth })).toEqual(vector.explanations[language][depth]);
    }
  }
});

const documents = load<Documents>('documents.json');

test('[AG1] vector: the valid document', () => {
  expect(parseAgreement(documents.valid)).toEqual(documents.valid);
});

test.each(documents.invalid)('[AG1] [AG2] vector: $name', (vector) => {
  const { [vector.without ?? '']: _, ...rest } = documents.valid as Record<string, unknown>;
  let refused: unknown;
  try {
    parseAgreement({ ...rest, ...vector.change });
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(WaslError);
  const { code, details } = refused as WaslError;
  expect(code).toBe('agreement-invalid');
  expect((details['problems'] as { path: string }[]).map((each) => each.path)).toEqual(vector.paths);
});
