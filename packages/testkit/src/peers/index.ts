export type { CertifiedAgency } from './certified-agency.ts';
export { certifyAgency, exchangeIdentity } from './certified-agency.ts';
export { MemoryInlet } from './memory-inlet.ts';
export { checkpointOf, MemoryOutlet } from './memory-outlet.ts';
export { eventually, realClock } from './real-clock.ts';
