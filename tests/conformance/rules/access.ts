import { notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../../src-main/contract/centre/administration.ts';
import { type Call, type Centre, callAsCity } from '../centre.ts';
import { eventually, expectAnswer, expectProblem } from '../expectations.ts';
import { dayFromNow, type Rule, type Trial } from '../trial.ts';

async function audit(centre: Centre, query: Record<string, string>): Promise<AuditEntry[]> {
  return expectAnswer('listAudit', await callAsCity(centre, 'listAudit', { query })).entries;
}

const refusedSignIns = async (centre: Centre): Promise<number> =>
  (await audit(centre, { result: 'bad-token' })).reduce((sum, { times }) => sum + times, 0);

const withToken = (token: string, call: Call = {}): Call => ({
  ...call,
  headers: { authorization: `Bearer ${token}` },
});

export const ACCESS_RULES: readonly Rule[] = [
  {
    id: 'audit/operations-written',
    says: 'changes, reads and refusals of a token are in the audit: who, what, on what, and the result',
    check: async ({ centre, officeId }) => {
      const list = { params: { officeId }, query: { serviceDay: dayFromNow(0) } };
      expectAnswer('listTickets', await callAsCity(centre, 'listTickets', list));
      const kioskId = randomUUID();
      const revocation = { params: { kioskId }, body: { reason: 'conformance' } };
      expectProblem(await callAsCity(centre, 'revokeKiosk', revocation), 'not-found');
      for (const { what, result, on } of [
        { what: 'publishProfile', result: 'done', on: officeId },
        { what: 'listTickets', result: 'done', on: officeId },
        { what: 'revokeKiosk', result: 'not-found', on: kioskId },
      ]) {
        const entries = await audit(centre, { what, result });
        const found = entries.find(({ object }) => Object.values(object).includes(on));
        ok(found, `nothing tells of ${what} that ended with ${result}`);
        strictEqual(found.source, 'centre');
        notStrictEqual(found.tokenId, null, `nothing tells whose token asked ${what}`);
        ok(Math.abs(Date.parse(found.lastAt) - Date.now()) < 600_000, `${what} is dated ${found.lastAt}`);
      }
    },
  },
  {
    id: 'audit/refused-sign-in-written',
    says: 'a request with an unknown token is refused as bad-token and counted in the audit with its address, without the token',
    check: async ({ centre }) => {
      const before = await refusedSignIns(centre);
      const token = randomBytes(32).toString('base64url');
      expectProblem(await callAsCity(centre, 'listKiosks', withToken(token)), 'bad-token');
      strictEqual(await refusedSignIns(centre), before + 1, 'the refused sign-in is not counted');
      const [entry] = await audit(centre, { result: 'bad-token' });
      strictEqual(entry?.tokenId, null);
      ok(entry.address, 'the entry has no address');
      ok(!JSON.stringify(entry).includes(token), 'the audit contains the token itself');
    },
  },
  {
    id: 'audit/technicians-told',
    says: 'actions of technicians and staff that a kiosk reports are in the audit, with the kiosk, the role of the author and the subject',
    check: async ({ centre, officeId, kiosk }) => {
      const visitId = randomUUID();
      const subject = randomUUID();
      const acted = { visitId, action: 'enter-pin', result: 'wrong', actor: 'not-let-in', subject };
      await kiosk.tell(kiosk.event('technician-acted', acted));
      await eventually(async () => {
        const entries = await audit(centre, { who: kiosk.kioskId, what: 'enter-pin', result: 'wrong' });
        const found = entries.find(({ object }) => object.visitId === visitId);
        strictEqual(found?.source, 'kiosk', 'the PIN that was refused at a kiosk is not in the audit');
        strictEqual(found.kioskId, kiosk.kioskId);
        strictEqual(found.object.officeId, officeId);
        strictEqual(found.actor, 'not-let-in', 'the entry has another actor');
        strictEqual(found.subject, subject, 'the entry has another subject');
      });
    },
  },
  {
    id: 'access/viewer-changes-nothing',
    says: 'a viewer’s token reads lists; a change, or reading the audit, is refused as wrong-role and recorded',
    ofViewers: true,
    check: async ({ centre, officeId, kiosk }: Trial) => {
      const token = centre.viewerToken ?? '';
      expectAnswer('listKiosks', await callAsCity(centre, 'listKiosks', withToken(token)));
      const { kioskId } = kiosk;
      const revocation = withToken(token, { params: { kioskId }, body: { reason: 'conformance' } });
      expectProblem(await callAsCity(centre, 'revokeKiosk', revocation), 'wrong-role');
      const draft = { copyOf: 1, effectiveFrom: dayFromNow(1) };
      const publication = withToken(token, { params: { officeId }, body: draft });
      expectProblem(await callAsCity(centre, 'publishProfile', publication), 'wrong-role');
      expectProblem(await callAsCity(centre, 'listAudit', withToken(token)), 'wrong-role');
      const refused = await audit(centre, { what: 'revokeKiosk', result: 'wrong-role' });
      ok(
        refused.some(({ object, role }) => object.kioskId === kioskId && role === 'viewer'),
        'the refused revocation is not in the audit',
      );
      expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));
    },
  },
];
