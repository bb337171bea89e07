export { FakeClock } from './fake-clock.ts';
export type { Member, MemberParts } from './federation.ts';
export { arrangementId, Federation } from './federation.ts';
export { MemoryAttachments } from './memory-attachments.ts';
export { MemoryViews } from './memory-views.ts';
export type { Passed, PassOptions } from './pass.ts';
export { pass, settle } from './pass.ts';
export { gathered, pieces, png } from './pictures.ts';
export { incident, logEntry } from './samples.ts';
