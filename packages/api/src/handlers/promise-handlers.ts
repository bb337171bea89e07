import { parseAgreement } from '@wasl/agreement';
import type { OperationId } from '@wasl/contract';
import { accept, type Mode, type Result } from '@wasl/record';
import { annualReport, Register, registerCalendar, registerTypes, registerView, rfiStatistics } from '@wasl/register';
import { actorOf, type Call, type Handler, integerOf, textOf } from '../http/call.ts';
import type { ApiOptions } from '../options.ts';

type PromiseOperation = Extract<OperationId, 'promises' | 'promiseReport' | 'promiseCalendar'>;

/** Handlers of the promises register. Every record that is read stands in the activity record before anything is answered. */
export function promiseHandlers({ node, clock }: ApiOptions): Readonly<Record<PromiseOperation, Handler>> {
  async function open(call: Call, reason: string): Promise<Result<Register>> {
    const actor = actorOf(call);
    const mode = modeOf(call);
    const agreements = await node.agreements(actor);
    if (!agreements.ok) return agreements;
    const records = await node.work.said(actor, { mode, types: registerTypes, reason });
    if (!records.ok) return records;
    const hours = agreements.value.map(({ id, text }) => ({ id, rfiHours: parseAgreement(text).clocks.rfiHours }));
    return accept(new Register(records.value, { mode, agreements: hours }));
  }
  return {
    promises: async (call) => {
      const register = await open(call, 'promises register');
      return register.ok ? accept({ status: 200, json: registerView(register.value, clock.nowMs()) }) : register;
    },
    promiseReport: async (call) => {
      const register = await open(call, 'annual report of promises');
      if (!register.ok) return register;
      const [nowMs, year] = [clock.nowMs(), integerOf(call.query, 'year') ?? 0];
      const rfi = rfiStatistics(register.value, { year, nowMs });
      const of = { agency: node.agency, mode: modeOf(call), year, language: languageOf(call) };
      return accept({ status: 200, json: { year, rfi, markdown: annualReport(registerView(register.value, nowMs), rfi, of) } });
    },
    promiseCalendar: async (call) => {
      const register = await open(call, 'calendar of promises');
      if (!register.ok) return register;
      const agreement = textOf(call.query, 'agreement');
      const of = { agency: node.agency, language: languageOf(call), ...(agreement === undefined ? {} : { agreement }) };
      const bytes = registerCalendar(register.value, registerView(register.value, clock.nowMs()), of);
      const headers = { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="promises.ics"' };
      return accept({ status: 200, headers, bytes });
    },
  };
}

function modeOf(call: Call): Mode {
  return (textOf(call.query, 'mode') ?? 'actual') as Mode;
}

function languageOf(call: Call): 'en' | 'fr' | 'ar' {
  return (textOf(call.query, 'lang') ?? 'en') as 'en' | 'fr' | 'ar';
}
