import { expertiseOf } from './expertise.ts';
import { carriedOf, lessonsOf } from './lessons.ts';
import { meetingsOf } from './meetings.ts';
import type { Register } from './open-register.ts';
import { promisesOf } from './promises.ts';
import { instantText } from './read-values.ts';
import type { Dashboard, PromiseRow, RegisterView, RowBase, Totals } from './view.ts';

/**
 * The register at a time: a dashboard for each arrangement of this node, in the order of their ids, and one for what was shared with nobody
 * where there is any. A thing shared under two arrangements stands in both.
 */
export function registerView(register: Register, nowMs: number): RegisterView {
  const promises = promisesOf(register, nowMs);
  const meetings = meetingsOf(register, promises);
  const expertise = expertiseOf(register, nowMs);
  const lessons = lessonsOf(register, nowMs);
  const all = { promises, meetings, expertise, lessons };
  const ids = new Set([...register.agreements.keys(), ...Object.values(all).flatMap((rows) => rows.flatMap((row) => row.agreements))]);
  const shared = [...ids].sort().map((agreement) => dashboard(all, (row) => row.agreements.includes(agreement), agreement));
  const home = dashboard(all, (row) => row.agreements.length === 0);
  const empty = home.promises.length + home.meetings.length + home.expertise.length + home.lessons.length === 0;
  return { at: instantText(nowMs), dashboards: empty ? shared : [...shared, home], carried: carriedOf(register, lessons, nowMs) };
}

function dashboard(
  all: Pick<Dashboard, 'promises' | 'meetings' | 'expertise' | 'lessons'>,
  belongs: (row: RowBase) => boolean,
  agreement?: string,
): Dashboard {
  const promises = all.promises.filter(belongs);
  const parties = [...new Set(promises.flatMap(({ owners }) => owners.map(({ party }) => party)))].sort();
  return {
    ...(agreement === undefined ? {} : { agreement }),
    totals: totalsOf(promises),
    byOwner: parties.map((party) => ({
      party,
      totals: totalsOf(promises.filter(({ owners }) => owners.some((owner) => owner.party === party))),
    })),
    promises,
    meetings: all.meetings.filter(belongs),
    expertise: all.expertise.filter(belongs),
    lessons: all.lessons.filter(belongs),
  };
}

/** How many promises stand how. */
function totalsOf(promises: readonly PromiseRow[]): Totals {
  const count = (standing: PromiseRow['standing']): number => promises.filter((each) => each.standing === standing).length;
  return {
    open: count('open'),
    late: count('late'),
    done: count('done'),
    doneLate: count('done-late'),
    unproved: count('unproved'),
    dropped: count('dropped'),
    unclear: count('unclear'),
  };
}
