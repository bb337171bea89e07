import { cpuMsOf } from '../report/machine.ts';

/** What one round of the exchange gave. */
export interface Round {
  readonly recordsPerSecond: number;
  /** CPU microseconds a record cost, by process. */
  readonly cpuMicros: Readonly<Record<string, number>>;
}

/** Something that carries records from one process to another, both ends durable as it understands it. */
export interface Contender extends AsyncDisposable {
  readonly role: 'subject' | 'peer' | 'limit';
  readonly name: string;
  /** Carries `count` records as fast as it can, from the first call to the last record held at the other end. */
  carry(count: number): Promise<Round>;
  /** Carries records at a fixed rate; milliseconds from due time to held at the other end, each. */
  live(count: number, perSecond: number): Promise<readonly number[]>;
}

/** Runs `work` and gives the CPU each process used meanwhile, in microseconds per record. */
export async function withCpu<T>(
  pids: Readonly<Record<string, number>>,
  count: number,
  work: () => Promise<T>,
): Promise<readonly [T, Readonly<Record<string, number>>]> {
  const before = Object.entries(pids).map(([name, pid]) => [name, pid, cpuMsOf(pid)] as const);
  const done = await work();
  return [done, Object.fromEntries(before.map(([name, pid, ms]) => [name, ((cpuMsOf(pid) - ms) * 1000) / count]))];
}
