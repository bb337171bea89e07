import { firstRun } from './first-run.ts';
import { fixtures } from './fixtures/all-fixtures.ts';
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

/** Sum of own fixtures, those held out or those not. */
export function ownScore(heldOut: boolean): Score {
  const total = emptyScore();
  for (const fixture of fixtures) {
    if ((fixture.heldOut === true) !== heldOut) continue;
    const { text, expect, format, publishedOn } = fixture;
    addScore(
      total,
      scoreText(text, expect, { ...(format === undefined ? {} : { format }), ...(publishedOn === undefined ? {} : { publishedOn }) }).score,
    );
  }
  return total;
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
  const counted = (heldOut: boolean): number => fixtures.filter((fixture) => (fixture.heldOut === true) === heldOut).length;
  const languages = [...new Set(fixtures.map(({ language }) => language))]
    .map((language) => `${fixtures.filter((fixture) => fixture.language === language).length} ${language}`)
    .join(', ');
  return `# How well communiqués are read

Made by \`npm run intake:report\`; a test compares. Each cell: right / wrong / missed · precision / recall. *Dates* and *places* count only
those of meetings that were found; a date that the text leaves open is right when it stays open. *Told apart*: of the promises found, those
whose kind (commitment or intention) is right. *Spans exact*: of the promises found, those whose span is the reader's to the letter.

The rules were written by one who also wrote these texts and had read the corpus once. The held-out texts were run for the first time when
the rules were thought finished; that run is kept beside the figures of today, which the rules were mended for.

## Own texts

${fixtures.length} invented texts (${languages}), ${counted(false)} of them written against, ${counted(true)} held out.

${table([
  { title: 'written against', counts: countsOf(ownScore(false)) },
  { title: 'held out, first run', counts: first('own') },
  { title: 'held out, now', counts: countsOf(ownScore(true)) },
])}
`;
}

/** The part about the corpus; \`undefined\` where it is absent. */
export function corpusPart(): string | undefined {
  const texts = corpusTexts();
  if (texts.length === 0) return undefined;
  const part = (heldOut: boolean) => texts.filter(({ gold }) => gold.heldOut === heldOut);
  const sum = scoreCorpus(texts);
  const all = kinds.reduce<Counts>(
    (total, kind) => [total[0] + sum[kind].right, total[1] + sum[kind].wrong, total[2] + sum[kind].missed],
    [0, 0, 0],
  );
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
