import type {
  Change,
  TwinAnswered,
  TwinReport,
  WireInterval,
  WireProposal,
  WireTwinAnswer,
} from '../../src-main/contract/centre/twin.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { deskHoursOf } from '../twin/changes.ts';
import { answerOf, compare, type TwinAnswer } from '../twin/compare.ts';
import { foretell } from '../twin/foretell.ts';
import type { Interval } from '../twin/interval.ts';
import { type Proposal, propose } from '../twin/proposal.ts';
import { daysOf } from '../twin/run-twin.ts';
import type { Tally } from '../twin/tally.ts';
import { type Measured, measuredOffice } from './measured-office.ts';

/** A question about an office with all data for its answer, which a separate thread computes. */
export interface Asked extends Measured {
  readonly today: string;
  readonly now: string;
  /** The change to simulate. `null`: the question is the day's report. */
  readonly change: Change | null;
}

/** With fewer open days or people, a forecast says nothing. */
const LEAST = { days: 5, people: 50 };
/** The seed is fixed, so that a question has one answer a day. */
const SEED = 1;
const TIMES = { report: 100, change: 60, beforehand: 400 };

export function answerTwin(asked: Asked): Exclude<TwinAnswered, { state: 'working' }> {
  const { rows, today, change } = asked;
  const dates = [...new Set(rows.map(({ date }) => date))].toSorted();
  const people = rows.reduce((all, { arrived }) => all + arrived, 0);
  if (dates.length < LEAST.days || people < LEAST.people) return { state: 'lacks', lack: 'few-days' };
  const office = measuredOffice(asked);
  if (office === null) return { state: 'lacks', lack: 'no-desks' };
  const week = { from: addDays(today, 1), days: 7, seed: SEED };
  if (change !== null) {
    const answer = compare(office, [change], { ...week, times: TIMES.change })[1];
    return answer === undefined
      ? { state: 'lacks', lack: 'failed' }
      : { state: 'change', answer: wireAnswer(answer, daysOf(office, week).length) };
  }
  const days = daysOf(office, week).length;
  if (days === 0) return { state: 'lacks', lack: 'few-days' };
  let base: Tally | null = null;
  const answers: TwinAnswer[] = [];
  const see = (tried: Change | null, tally: Tally): void => {
    if (tried === null) base = tally;
    answers.push(answerOf(tried, tally, tried === null ? null : base));
  };
  // Breaks are assumed, not measured, so a reader may ask about other breaks, but no change of breaks is proposed.
  const proposed = propose(office, { ...week, times: TIMES.report }, see, ({ kind }) => kind !== 'breaks');
  const [asItIs = compare(office, [], { ...week, times: TIMES.change })[0], ...tried] = answers;
  if (asItIs === undefined) return { state: 'lacks', lack: 'failed' };
  const { worst, proposal, cheaper } = proposed;
  const { profile } = asked;
  const report: TwinReport = {
    at: asked.now,
    officeId: profile.officeId,
    name: profile.name,
    services: profile.services.map(({ serviceId, name }) => ({ serviceId, name })),
    measured: { from: dates[0] ?? today, until: dates.at(-1) ?? today, days: dates.length, people },
    week: { from: week.from, days, times: TIMES.report },
    worst: worst && { ...worst, wait: wireInterval(worst.wait) },
    proposal: proposal && wireProposal(proposal),
    cheaper: cheaper && wireProposal(cheaper),
    tried: proposed.tried,
    asItIs: wireAnswer(asItIs, days),
    answers: tried.map((one) => wireAnswer(one, days)),
    beforehand: beforehandOf(asked, dates.at(-1) ?? today),
  };
  return { state: 'report', report };
}

function beforehandOf(asked: Asked, date: string): TwinReport['beforehand'] {
  const before = asked.rows.filter((row) => row.date < date);
  const office = measuredOffice({ ...asked, rows: before, days: asked.days.filter(({ day }) => day < date) });
  const lines = office && foretell(office, asked.rows, { date, seed: SEED, times: TIMES.beforehand });
  return lines && { date, lines };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const wireInterval = ({ mean, from, to }: Interval): WireInterval => ({ mean, from: finite(from), to: finite(to) });

const wireProposal = ({ change, gain, gainOfWeek, deskHours }: Proposal): WireProposal => ({
  change,
  deskHours,
  gain: wireInterval(gain),
  gainOfWeek: wireInterval(gainOfWeek),
});

function wireAnswer(answer: TwinAnswer, daysOfWeek: number): WireTwinAnswer {
  const { change, groups, half, nineOfTen, hours, used, overMinutesADay, unservedADay, leftADay } = answer;
  return {
    change,
    half,
    nineOfTen,
    used,
    overMinutesADay,
    unservedADay,
    leftADay,
    hours: [...hours],
    deskHours:
      change === null ? 0 : deskHoursOf(change) * (change.kind === 'desk' ? (change.days?.length ?? daysOfWeek) : 1),
    groups: groups.map(({ group, people, wait, gain }) => ({
      group,
      people,
      wait: wireInterval(wait),
      gain: gain && wireInterval(gain),
    })),
  };
}
