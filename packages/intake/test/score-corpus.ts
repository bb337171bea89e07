import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CorpusGold, corpusGold } from './corpus-gold.ts';
import { addScore, emptyScore, type Score, scoreText, type Tally } from './score.ts';

const folder = join(process.env['WASL_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url)), 'communiques');

/** One text of the corpus with its twin. */
export interface CorpusText {
  readonly gold: CorpusGold;
  readonly text: string;
  readonly twin: { readonly language: string; readonly expected: Readonly<Record<string, unknown>> };
}

/** The corpus where it is; empty, and said loudly, where it is not. */
export function corpusTexts(): readonly CorpusText[] {
  if (!existsSync(folder)) {
    console.warn(`SKIPPED: no communiqués in ${folder}; set WASL_CORPUS`);
    return [];
  }
  return corpusGold.map((gold) => ({
    gold,
    text: readFileSync(join(folder, `${gold.file}.txt`), 'utf8'),
    twin: JSON.parse(readFileSync(join(folder, `${gold.file}.json`), 'utf8')) as CorpusText['twin'],
  }));
}

function countPromises(
  tally: Tally,
  text: string,
  of: { readonly found: readonly { readonly start: number; readonly end: number }[]; readonly wanted: readonly string[] },
): void {
  const left = new Map(of.wanted.map((anchor) => [anchor, text.indexOf(anchor)]));
  for (const span of of.found) {
    const hit = [...left].find(([anchor, at]) => at < span.end && at + anchor.length > span.start);
    if (hit === undefined) {
      tally.wrong += 1;
      tally.faults.push(`+ ${text.slice(span.start, span.end)}`);
      continue;
    }
    left.delete(hit[0]);
    tally.right += 1;
  }
  tally.missed += left.size;
  tally.faults.push(...[...left.keys()].map((anchor) => `- ${anchor}`));
}

/** Reads a text of the corpus and counts against its twin. Both kinds of promise are counted under `commitments`. */
export function scoreCorpusText({ gold, text }: CorpusText): Score {
  const { score, reading } = scoreText(text, gold.expect, {});
  const own = emptyScore();
  for (const kind of ['meetings', 'dates', 'places', 'offices', 'themes', 'events'] as const) Object.assign(own[kind], score[kind]);
  if (gold.organisations) Object.assign(own.organisations, score.organisations);
  countPromises(own.commitments, text, { found: reading.promises.map(({ span }) => span), wanted: gold.promises });
  return own;
}

/** The sum over the texts that a rule takes. */
export function scoreCorpus(texts: readonly CorpusText[]): Score {
  const total = emptyScore();
  for (const text of texts) addScore(total, scoreCorpusText(text));
  return total;
}
