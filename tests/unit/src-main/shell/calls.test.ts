import { describe, expect, it } from 'vitest';
import { touchMethods } from '../../../../src-main/session/contract/kiosk-api.ts';
import { MAX_PARAMS_CHARACTERS, readCall } from '../../../../src-main/shell/calls.ts';

const stamp = { sessionId: '7b3f6f52-58f2-4c0c-8a5c-0f3f4f4c5d11', stateNo: 4 };
const refused = (detail: string) => ({ ok: false, error: { kind: 'bad-message', detail } });

describe('a request of the page', () => {
  it('is passed on as a touch with exactly its parameters', () => {
    const params = { stamp, visitType: 'walk-in' };
    expect(readCall('openEntry', params)).toEqual({ ok: true, value: { method: 'openEntry', params } });
    expect(readCall('getViewState', {})).toEqual({ ok: true, value: { method: 'getViewState', params: {} } });
  });

  it('may be any touch method or getViewState, and no other method', () => {
    for (const method of Object.keys(touchMethods)) expect(readCall(method, null)).not.toEqual(refused('method'));
    for (const method of [
      'getTicket',
      'getStatus',
      'scanned',
      'toString',
      '__proto__',
      'constructor',
      '',
      7,
      null,
      undefined,
      {},
    ])
      expect(readCall(method, {})).toEqual(refused('method'));
  });

  it('is refused with a field too many, too few or wrong, and the field is named', () => {
    expect(readCall('openEntry', { stamp, visitType: 'window' })).toEqual(refused('visitType'));
    expect(readCall('openEntry', { visitType: 'walk-in' })).toEqual(refused('stamp'));
    expect(readCall('openEntry', { stamp: { ...stamp, stateNo: -1 }, visitType: 'walk-in' })).toEqual(
      refused('stamp.stateNo'),
    );
    expect(readCall('back', { stamp, extra: true })).toEqual(refused('params'));
    expect(readCall('back', undefined)).toEqual(refused('params'));
  });

  it('may order speech of 2,000 characters, and not more', () => {
    const order = { sayId: stamp.sessionId, language: 'ca', speed: 0 };
    expect(readCall('say', { ...order, text: 'ç'.repeat(2_000) }).ok).toBe(true);
    expect(readCall('say', { ...order, text: 'a'.repeat(2_001) })).toEqual(refused('text'));
  });

  it('cannot take a ticket outside its stamp', () => {
    const params = { requestId: stamp.sessionId, serviceId: 'padro', visitType: 'walk-in', language: 'ca' };
    expect(readCall('takeTicket', params)).toEqual(refused('stamp'));
    expect(readCall('takeTicket', { ...params, stamp }).ok).toBe(true);
  });

  it('is refused unread if it is too long or not JSON', () => {
    const long = { stamp, groupId: 'g'.repeat(MAX_PARAMS_CHARACTERS) };
    expect(readCall('openGroup', long)).toEqual(refused('size'));
    const circular: Record<string, unknown> = { stamp };
    circular.self = circular;
    expect(readCall('back', circular)).toEqual(refused('size'));
    expect(readCall('back', { stamp: 1n })).toEqual(refused('size'));
  });
});
