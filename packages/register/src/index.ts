export { registerView } from './dashboard.ts';
export { registerCalendar } from './icalendar/register-calendar.ts';
export type { RegisterAgreement, RegisterRecord } from './open-register.ts';
export { Register, registerTypes } from './open-register.ts';
export { annualReport } from './report/annual-report.ts';
export { rfiStatistics } from './rfi-statistics.ts';
export type { RegisterView, RfiYear } from './view.ts';
