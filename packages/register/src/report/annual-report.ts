import { vocabularies } from '@wasl/catalog';
import type { AgencyId, LangText, Mode } from '@wasl/record';
import type { Dashboard, ExpertiseRow, PromiseRow, RegisterView, RfiYear } from '../view.ts';
import { inline, markdownTable } from './markdown.ts';
import { type Language, type Phrases, phrases } from './phrases.ts';
import { textIn } from './text-in.ts';

/** What a report is about. */
export interface ReportOptions {
  readonly agency: AgencyId;
  readonly mode: Mode;
  readonly year: number;
  readonly language: Language;
}

interface Pen extends ReportOptions {
  readonly words: Phrases;
  readonly text: (value: LangText | undefined) => string;
  /** Whether an instant lies in the year of the report, UTC. */
  readonly inYear: (instant: string | undefined) => boolean;
  readonly name: (vocabulary: string, code: string | undefined) => string;
}

/**
 * The annual report as Markdown (CommonMark with tables): each arrangement with the commitments made, due or still open in the year, meetings,
 * expertise and lessons; then requests for information. Texts of records are escaped; nothing in them is markup.
 */
export function annualReport(view: RegisterView, rfi: RfiYear, options: ReportOptions): string {
  const words = phrases[options.language];
  const pen: Pen = {
    ...options,
    words,
    text: (value) => inline(textIn(value, options.language) ?? words.notShown),
    inYear: (instant) => instant?.startsWith(`${options.year}-`) ?? false,
    name: (vocabulary, code) => (code === undefined ? words.notShown : inline(termOf(vocabulary, code, options.language))),
  };
  const parts = [
    `# ${words.title} ${options.year}`,
    `${inline(options.agency)} · ${words.asOf} ${view.at} · ${words.mode}: ${options.mode}`,
    words.notPublic,
    ...view.dashboards.flatMap((dashboard) => sections(dashboard, pen)),
    `## ${words.rfi}`,
    ...rfiSection(rfi, pen),
  ];
  return `${parts.join('\n\n')}\n`;
}

function termOf(vocabulary: string, code: string, language: Language): string {
  return vocabularies[vocabulary]?.terms[code]?.[language] ?? code;
}

function sections(dashboard: Dashboard, pen: Pen): readonly string[] {
  const { words, inYear } = pen;
  const promises = dashboard.promises.filter(
    ({ madeAt, due, doneAt, standing }) =>
      inYear(madeAt) ||
      inYear(due) ||
      inYear(doneAt) ||
      (['open', 'late', 'unproved', 'unclear'].includes(standing) && madeAt < `${pen.year + 1}`),
  );
  const made = dashboard.promises.filter(({ madeAt }) => inYear(madeAt)).length;
  const due = dashboard.promises.filter((each) => inYear(each.due)).length;
  const { totals } = dashboard;
  const standing = words.standings;
  return [
    `## ${dashboard.agreement === undefined ? words.atHome : inline(dashboard.agreement)}`,
    `### ${words.promises}`,
    `${made} ${words.made} · ${due} ${words.dueInYear} · ${standing.open} ${totals.open} · ${standing.late} ${totals.late} · ${standing.done} ${totals.done} · ${standing['done-late']} ${totals.doneLate} · ${standing.unproved} ${totals.unproved} · ${standing.dropped} ${totals.dropped} · ${standing.unclear} ${totals.unclear}`,
    promiseTable(promises, pen),
    `### ${words.meetings}`,
    markdownTable(
      [words.date, words.meeting, words.status, words.decisions],
      dashboard.meetings
        .filter(({ from }) => inYear(from))
        .map((each) => [
          inline(each.from?.slice(0, 10) ?? ''),
          pen.text(each.title),
          pen.name('meeting-status', each.status),
          each.decisions
            .map(({ text, standing: of }) => `${pen.text(text)}${of === undefined ? '' : ` (${words.standings[of]})`}`)
            .join('; '),
        ]),
      words.none,
    ),
    `### ${words.expertise}`,
    expertiseTable(dashboard.expertise, pen),
    `### ${words.lessons}`,
    markdownTable(
      [words.lesson, words.status, words.due],
      dashboard.lessons.map((each) => [
        pen.text(each.title),
        pen.name('lesson-state', each.state),
        `${inline(each.due?.slice(0, 10) ?? '')}${each.late ? ` (${words.late})` : ''}`,
      ]),
      words.none,
    ),
  ];
}

function promiseTable(promises: readonly PromiseRow[], { words, text }: Pen): string {
  return markdownTable(
    [words.commitment, words.owners, words.due, words.standing, words.evidence, words.public],
    promises.map((each) => [
      text(each.text),
      inline(each.owners.map(({ desk }) => desk).join(', ')),
      inline(each.due?.slice(0, 10) ?? ''),
      [
        words.standings[each.standing],
        ...(each.lateDays === undefined ? [] : [`${each.lateDays} ${words.days}`]),
        ...(each.differs.length === 0 ? [] : [`${words.differs} ${inline(each.differs.join(', '))}`]),
      ].join(', '),
      String(each.evidence.filter(({ here }) => here === 'held' || here === 'elsewhere').length),
      each.public ? words.yes : words.no,
    ]),
    words.none,
  );
}

function expertiseTable(rows: readonly ExpertiseRow[], { words, text, name }: Pen): string {
  return markdownTable(
    [words.what, words.status, words.rights, words.feedback],
    rows.map((each) => [
      `${each.kind === undefined ? '' : `${name('offer-kind', each.kind)}: `}${text(each.text)}`,
      each.form === 'offer' ? name('offer-state', each.state) : name('response-answer', each.state),
      each.rightsMissing
        ? words.rightsMissing
        : inline([each.rights?.scheme, each.rights?.reference, each.rights?.rating].filter((part) => part !== undefined).join(' ')),
      each.feedbackOwed ? words.feedbackOwed : String(each.feedback.length),
    ]),
    words.none,
  );
}

function rfiSection(rfi: RfiYear, { words, name }: Pen): readonly string[] {
  const codes = (vocabulary: string, counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([code, count]) => `${name(vocabulary, code)} ${count}`)
      .join('; ');
  return [
    markdownTable(
      ['', words.asked, words.inTime, words.lateCount, words.partial, words.refused, words.open, words.median],
      rfi.directions.map((each) => [
        `${inline(each.asking)} → ${inline(each.answering)}`,
        String(each.asked),
        String(each.inTime),
        `${each.late} (${each.lateWithReason})`,
        String(each.partial),
        String(each.refused),
        `${each.openInTime + each.openLate + each.paused} (${each.openLate})`,
        each.medianHours === undefined ? '–' : String(each.medianHours),
      ]),
      words.none,
    ),
    ...(rfi.notCounted === 0 ? [] : [`${rfi.notCounted} ${words.notCounted}`]),
    ...rfi.directions.flatMap((each) => {
      const [grounds, reasons] = [codes('refusal-ground', each.refusedByGround), codes('late-reason', each.lateByReason)];
      const direction = `${inline(each.asking)} → ${inline(each.answering)}`;
      return [
        ...(grounds === '' ? [] : [`${direction} · ${words.grounds}: ${grounds}`]),
        ...(reasons === '' ? [] : [`${direction} · ${words.reasons}: ${reasons}`]),
      ];
    }),
  ];
}
