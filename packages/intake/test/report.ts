import { firstRun } from './first-run.ts';
import { type Batch, batches, fixtures } from './fixtures/all-fixtures.ts';
import { addScore, emptyScore, kinds, type Score, scoreText } from './score.ts';
import { corpusTexts, scoreCorpus } from './score-corpus.ts';

type Counts = readonly [right: number, wrong: number, missed: number];
type Group = { readonly title: string; readonly counts: ReadonlyMap<string, Counts> };

/** Precision and recall of counts; 1 where there was nothing to find and nothing was found. */
export function rates([right, wrong, missed]: Counts): { readonly precision: number; readonly recall: number } {
  return { precision: right + wrong === 0 ? 1 : right / (right + wrong), recall: right + missed === 0 ? 1 : right / (right + missed) };
}

function countsOf(score: Score): ReadonlyMap<string, Counts> {
  const rows = kinds.map((kind) => [kind, [score[kind].right, score[kind].wrong, score[kind].missed]] as const);
  return new Map(rows.filter(([, counts]) => counts.some((count) => count > 0)));
}

/** Sum over the texts of a batch. */
export function batchScore(batch: Batch): Score {
  const total = emptyScore();
  for (const { text, expect, format, publishedOn } of batches[batch]) {
    const options = { ...(format === undefined ? {} : { format }), ...(publishedOn === undefined ? {} : { publishedOn }) };
    addScore(total, scoreText(text, expect, options).score);
  }
  return total;
}

/** All kinds of a score together. */
export function together(score: Score): Counts {
  return kinds.reduce<Counts>(([r, w, m], kind) => [r + score[kind].right, w + score[kind].wrong, m + score[kind].missed], [0, 0, 0]);
}

function table(groups: readonly Group[]): string {
  const named = kinds.filter((kind) => groups.some(({ counts }) => counts.has(kind)));
  const cell = (counts: Counts | undefined): string => {
    if (counts === undefined) return '–';
    const { precision, recall } = rates(counts);
    return `${counts.join(' / ')} · ${precision.toFixed(2)} / ${recall.toFixed(2)}`;
  };
  return [
    `| kind | ${groups.map(({ title }) => title).join(' | ')} |`,
    `|---|${groups.map(() => '---|').join('')}`,
    ...named.map((kind) => `| ${kind} | ${groups.map(({ counts }) => cell(counts.get(kind))).join(' | ')} |`),
  ].join('\n');
}

const first = (of: keyof typeof firstRun): ReadonlyMap<string, Counts> => new Map(Object.entries(firstRun[of]));

/** The part of the page about our own texts, which are always here. */
export function ownPart(): string {
  const languages = [...new Set(fixtures.map(({ language }) => language))]
    .map((language) => `${fixtures.filter((fixture) => fixture.language === language).length} ${language}`)
    .join(', ');
  const all = together(batchScore('unseen'));
  const { precision, recall } = rates(all);
  return `# How well communiqués are read

Made by \`npm run intake:report\`; a test compares. Each cell: right / wrong / missed · precision / recall. *Dates* and *places* count only
those of meetings that were found; a date that the text leaves open is right when it stays open. *Told apart*: of the promises found, those
whose kind (commitment or intention) is right. *Spans exact*: of the promises found, those whose span is the reader's to the letter.

One person wrote the rules and these texts, and had read the corpus once before; that flatters every figure. What to expect on a text of tomorrow
is the column *unseen*: no rule was mended for it.

## Own texts

${fixtures.length} invented texts (${languages}): ${batches.written.length} written with the rules; ${batches.heldOut.length} held out until the rules
were thought finished; ${batches.fresh.length} fresh ones in other manners after that; ${batches.unseen.length} unseen. A first run was made
before anything was changed because of it.

${table([
  { title: 'written with the rules', counts: countsOf(batchScore('written')) },
  { title: 'held out, first run', counts: first('heldOut') },
  { title: 'held out, now', counts: countsOf(batchScore('heldOut')) },
  { title: 'fresh, first run', counts: first('fresh') },
  { title: 'fresh, now', counts: countsOf(batchScore('fresh')) },
  { title: '**unseen**, first run', counts: first('unseen') },
  { title: 'unseen, now', counts: countsOf(batchScore('unseen')) },
])}

Unseen, all kinds together, now: ${all.join(' / ')}, precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}. Weakest there: intentions (${batchScore('unseen').intentions.missed} missed).
`;
}

/** The part about the corpus; \`undefined\` where it is absent. */
export function corpusPart(): string | undefined {
  const texts = corpusTexts();
  if (texts.length === 0) return undefined;
  const part = (heldOut: boolean) => texts.filter(({ gold }) => gold.heldOut === heldOut);
  const all = together(scoreCorpus(texts));
  const { precision, recall } = rates(all);
  return `
## Corpus

${texts.length} restated communiqués and the founding text, against what their twins say a reader finds, put into our codes by us
(\`packages/intake/test/corpus-gold.ts\`): ${part(false).length} written against, ${part(true).length} held out. The twins do not tell
commitments from intentions, so both are counted under commitments. A theme or promise that the text has and its twin lacks counts as wrong.

${table([
  { title: 'written against', counts: countsOf(scoreCorpus(part(false))) },
  { title: 'held out, first run', counts: first('corpus') },
  { title: 'held out, now', counts: countsOf(scoreCorpus(part(true))) },
])}

All kinds together, now: ${all.join(' / ')}, precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}.
`;
}
