import { ok, strictEqual } from 'node:assert/strict';
import { newSigningKey, pairingFingerprint } from '../../../src-main/signing/keys.ts';
import { verifyAnswer } from '../../../src-main/signing/signed-messages.ts';
import { callAsCity } from '../centre.ts';
import { eventually, expectAnswer, expectProblem } from '../expectations.ts';
import { askAsCandidate, confirmEnrolment, enrol, openEnrolment, readEnrolment } from '../kiosk.ts';
import { type Rule, remark, ticketsOf, turn } from '../trial.ts';

export const ENROLMENT_RULES: readonly Rule[] = [
  {
    id: 'enrolment/waits-for-a-person',
    says: 'an enrolment waits until it is confirmed, and only the key that opened it may ask',
    check: async ({ centre }) => {
      const candidate = await openEnrolment(centre);
      strictEqual(expectAnswer('readEnrolment', await readEnrolment(candidate)).state, 'waiting');
      const stranger = { centre, key: newSigningKey() };
      const params = { enrolmentId: candidate.enrolmentId };
      expectProblem(
        await askAsCandidate(stranger, 'readEnrolment', { params }),
        'not-yours',
        'bad-signature',
        'not-found',
      );
    },
  },
  {
    id: 'enrolment/fingerprint-compared',
    says: 'a fingerprint that is not the waiting kiosk’s is refused as fingerprint-differs; the kiosk still waits',
    check: async ({ centre, officeId, freshSlot }) => {
      const candidate = await openEnrolment(centre);
      const place = { officeId, slot: freshSlot() };
      const another = pairingFingerprint(newSigningKey().publicKey, candidate.centreKey);
      expectProblem(await confirmEnrolment(candidate, place, another), 'fingerprint-differs');
      strictEqual(expectAnswer('readEnrolment', await readEnrolment(candidate)).state, 'waiting');
      expectAnswer('confirmEnrolment', await confirmEnrolment(candidate, place));
    },
  },
  {
    id: 'enrolment/both-keys-compared',
    says: 'the fingerprint covers the centre’s key too: a fingerprint of the kiosk’s key and another key is refused as fingerprint-differs',
    check: async ({ centre, officeId, freshSlot }) => {
      const candidate = await openEnrolment(centre);
      const { key } = candidate;
      const place = { officeId, slot: freshSlot() };
      const another = pairingFingerprint(key.publicKey, newSigningKey().publicKey);
      expectProblem(await confirmEnrolment(candidate, place, another), 'fingerprint-differs');
      expectAnswer('confirmEnrolment', await confirmEnrolment(candidate, place));
    },
  },
  {
    id: 'enrolment/one-key-of-the-centre',
    says: 'the key named by openEnrolment signs its answer and the confirmation, and is one of the centre’s',
    check: async ({ centre, officeId, freshSlot }) => {
      const candidate = await openEnrolment(centre);
      const { centreKey, opening } = candidate;
      const isSigned = (answer: typeof opening) => verifyAnswer(answer, answer.request, [centreKey]);
      ok((await isSigned(opening)) !== null, 'openEnrolment is not signed by the key it names');
      expectAnswer('confirmEnrolment', await confirmEnrolment(candidate, { officeId, slot: freshSlot() }));
      const answer = await readEnrolment(candidate);
      const state = expectAnswer('readEnrolment', answer);
      ok((await isSigned(answer)) !== null, 'the confirmation is signed by another key than the code');
      const isNamed = state.state === 'confirmed' && state.centreKeys.some((key) => key === centreKey);
      ok(isNamed, 'the confirmation does not name the key that gave the code');
    },
  },
  {
    id: 'enrolment/code-used-once',
    says: 'a used code is refused as code-spent, a code with which no kiosk waits as unknown-code',
    check: async ({ centre, officeId, freshSlot }) => {
      const candidate = await openEnrolment(centre);
      expectAnswer('confirmEnrolment', await confirmEnrolment(candidate, { officeId, slot: freshSlot() }));
      expectProblem(await confirmEnrolment(candidate, { officeId, slot: freshSlot() }), 'code-spent', 'unknown-code');
      const code = candidate.code === '22222222' ? '33333333' : '22222222';
      expectProblem(await confirmEnrolment({ ...candidate, code }, { officeId, slot: freshSlot() }), 'unknown-code');
    },
  },
  {
    id: 'enrolment/slot-taken',
    says: 'a slot of another kiosk of the office is refused as slot-taken; the new kiosk still waits for a slot',
    check: async ({ centre, officeId, kiosk, freshSlot }) => {
      const candidate = await openEnrolment(centre);
      expectProblem(await confirmEnrolment(candidate, { officeId, slot: kiosk.slot }), 'slot-taken');
      expectAnswer('confirmEnrolment', await confirmEnrolment(candidate, { officeId, slot: freshSlot() }));
    },
  },
  {
    id: 'enrolment/office-must-exist',
    says: 'a kiosk cannot be enrolled in an office without a published profile: not-found',
    check: async ({ centre, officeId, freshSlot }) => {
      const place = { officeId: `${officeId}-none`, slot: freshSlot() };
      expectProblem(await confirmEnrolment(await openEnrolment(centre), place), 'not-found');
    },
  },
  {
    id: 'enrolment/kiosks-listed',
    says: 'listKiosks returns every kiosk with its office, slot and name',
    check: async ({ centre, officeId, kiosk, second }) => {
      const { kiosks } = expectAnswer('listKiosks', await callAsCity(centre, 'listKiosks'));
      for (const { kioskId, slot } of [kiosk, second]) {
        const found = kiosks.find((one) => one.kioskId === kioskId);
        strictEqual(found?.officeId, officeId);
        strictEqual(found.slot, slot);
        strictEqual(found.revokedAt, null);
      }
    },
  },
  {
    id: 'revocation/revoked-kiosk-refused',
    says: 'every request of a revoked kiosk is refused as kiosk-revoked; its events become no tickets, and an alarm is raised',
    check: async (trial) => {
      const { centre, officeId, freshSlot } = trial;
      const revoked = await enrol(centre, officeId, freshSlot());
      await revoked.tell(remark(revoked));
      const { kioskId } = revoked;
      const revocation = { params: { kioskId }, body: { reason: 'conformance' } };
      expectAnswer('revokeKiosk', await callAsCity(centre, 'revokeKiosk', revocation));
      expectProblem(await revoked.ask('readSnapshot'), 'kiosk-revoked');
      const given = turn(revoked);
      expectProblem(await revoked.ask('uploadEvents', { body: revoked.batch([given]) }), 'kiosk-revoked');
      await eventually(async () => {
        const { alarms } = expectAnswer('listAlarms', await callAsCity(centre, 'listAlarms'));
        const heard = alarms.some((alarm) => alarm.kind === 'revoked-kiosk-speaks' && alarm.kioskId === kioskId);
        strictEqual(heard, true, 'no alarm tells that a revoked kiosk speaks');
      });
      const listed = (await ticketsOf(trial)).some(({ ticketId }) => ticketId === given.payload.ticketId);
      strictEqual(listed, false, 'a turn of a revoked kiosk is listed');
    },
  },
  {
    id: 'revocation/slot-never-again',
    says: 'the slot of a revoked kiosk is not given to another kiosk: slot-taken',
    check: async ({ centre, officeId, freshSlot }) => {
      const slot = freshSlot();
      const { kioskId } = await enrol(centre, officeId, slot);
      const revocation = { params: { kioskId }, body: { reason: 'conformance' } };
      expectAnswer('revokeKiosk', await callAsCity(centre, 'revokeKiosk', revocation));
      expectProblem(await confirmEnrolment(await openEnrolment(centre), { officeId, slot }), 'slot-taken');
    },
  },
];
