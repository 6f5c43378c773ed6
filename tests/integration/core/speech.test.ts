import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Say, Sound } from '../../../src-main/speech/contract/speech.ts';
import { type CoreProcess, demonstrationOffice, startCoreProcess } from '../../support/core-process.ts';
import { heardIn, toSay } from '../../support/speech.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { noneLeft, putVoiceProgram } from '../../support/voice-programs.ts';

const SENTENCE = 'El vostre torn. Seieu: us cridarem per aquest número, a la pantalla i en veu alta.';

function start(profile = demonstrationOffice): CoreProcess {
  const core = startCoreProcess({ data: join(temporaryFolder(), 'data'), profile });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

const soundsOf = (core: CoreProcess, sayId: string): Sound[] =>
  core.pushes.flatMap((message) => (message.push === 'sound' && message.value.sayId === sayId ? [message.value] : []));

async function hear(core: CoreProcess, order: Say): Promise<Sound[]> {
  expect(await core.call('say', order)).toEqual({ ok: true, value: null });
  await core.waitFor('sound', ({ value }) => value.sayId === order.sayId && value.ended !== null);
  return soundsOf(core, order.sayId);
}

test('a sentence in Catalan arrives as sound of audible volume and plausible length', async () => {
  const core = start();
  const order = toSay(SENTENCE);
  const sounds = await hear(core, order);
  expect(sounds.at(-1)?.ended).toBe('spoken');
  const { lengthMs, peak, pieces } = heardIn(sounds);
  // People speak 10 to 20 characters a second, so a character takes 50 to 100 ms, with a tolerance of 10 %.
  expect(lengthMs).toBeGreaterThan(SENTENCE.length * 45);
  expect(lengthMs).toBeLessThan(SENTENCE.length * 110);
  expect(peak).toBeGreaterThan(0.1);
  expect(pieces).toBeGreaterThan(lengthMs / 200);
});

test('a sentence spoken slower is longer, and one spoken faster is shorter', async () => {
  const core = start();
  const lengths: number[] = [];
  for (const speed of [-2, 0, 2] as const) lengths.push(heardIn(await hear(core, toSay(SENTENCE, { speed }))).lengthMs);
  const [slow = 0, usual = 0, fast = 0] = lengths;
  expect(slow).toBeGreaterThan(usual * 1.2);
  expect(fast).toBeLessThan(usual * 0.85);
});

test('a hushed sentence ends at once, and the next one is spoken whole', async () => {
  const core = start();
  const first = toSay(SENTENCE.repeat(4));
  await core.call('say', first);
  await core.waitFor('sound', ({ value }) => value.sayId === first.sayId);
  await core.call('hush', { sayId: first.sayId });
  const sent = soundsOf(core, first.sayId).length;
  const second = await hear(core, toSay(SENTENCE));
  expect(second.at(-1)?.ended).toBe('spoken');
  expect(soundsOf(core, first.sayId)).toHaveLength(sent);
});

test('of a hundred sentences at once the last is spoken, and no two overlap', async () => {
  const core = start();
  const orders = Array.from({ length: 100 }, (_, index) => toSay(`Frase número ${index}.`));
  await Promise.all(orders.slice(0, -1).map((order) => core.call('say', order)));
  const last = orders.at(-1) ?? toSay('');
  const sounds = await hear(core, last);
  expect(sounds.at(-1)?.ended).toBe('spoken');
  const heard = core.pushes.flatMap((message) => (message.push === 'sound' ? [message.value.sayId] : []));
  expect(heard.lastIndexOf(last.sayId)).toBe(heard.length - 1);
  const order = heard.filter((sayId, index) => sayId !== heard[index - 1]);
  expect(new Set(order).size).toBe(order.length);
});

test('a sentence of more than 2,000 characters is refused, and the core goes on', async () => {
  const core = start();
  const answer = await core.call('say', toSay('a'.repeat(2_001)));
  expect(answer).toMatchObject({ ok: false, error: { kind: 'bad-message' } });
  expect(JSON.stringify(answer)).not.toContain('aaaa');
  expect(await core.call('hush', { sayId: randomUUID() })).toEqual({ ok: true, value: null });
});

test('a core killed in the middle of a sentence also ends its synthesiser', async () => {
  const folder = temporaryFolder();
  const program = putVoiceProgram(folder, 'own-voice', 'endless');
  const office = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>;
  const profile = join(folder, 'office.json');
  writeFileSync(profile, JSON.stringify({ ...office, voice: { program } }));
  const core = start(profile);
  const order = toSay(SENTENCE);
  await core.call('say', order);
  await core.waitFor('sound', ({ value }) => value.sayId === order.sayId);
  core.child.kill('SIGKILL');
  await core.ended;
  expect(await noneLeft(folder, 'own-voice')).toBeGreaterThan(0);
});

test('no spoken text appears in the log', async () => {
  const core = start();
  await hear(core, toSay('El secret de la Remei Puigdomènech.'));
  await core.stop();
  expect(core.log()).not.toMatch(/Remei|secret/);
});
