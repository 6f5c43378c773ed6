import { createHash } from 'node:crypto';
import { HallCall, HallFeed } from '../../src-main/calling/contract/hall.ts';

/** The id is made from the ticket's number and the time of its call, so that it is the same in every run. */
function idOf(number: string, calledAtMs: number): string {
  const hex = createHash('sha256').update(`${number} ${calledAtMs}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function callOf(number: string, over: Record<string, unknown> = {}): HallCall {
  const call = {
    number,
    deskId: 'taulell-3',
    desk: { ca: 'Taulell 3', es: 'Mostrador 3' },
    serviceId: 'tramits',
    language: 'ca',
    calledAtMs: 0,
    times: 1,
    isRecall: false,
    isOver: false,
    ...over,
  };
  return HallCall.parse({ id: idOf(number, Number(call.calledAtMs)), ...call });
}

export const feedOf = (calls: readonly HallCall[], over: Partial<HallFeed> = {}): HallFeed =>
  HallFeed.parse({
    officeName: 'OAC Didó',
    asOfMs: 0,
    staleAfterS: 30,
    time: '10:24',
    openUntil: '15:00',
    message: null,
    picture: null,
    calls,
    ...over,
  });
