import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type AlarmParts, type Alarms, startAlarms } from '../../src-central/alarms/start-alarms.ts';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { AlarmRules } from '../../src-main/contract/centre/alarms.ts';
import { startTestCentre, type TestCentre, terrassa } from './test-centre.ts';

/** `RULE` sends alarms of its kinds to this mailbox 15 minutes after their start, day and night. */
export const TEAM = { recipientId: 'equip', by: 'mail', address: 'quioscos@terrassa.example', language: 'ca' } as const;
export const RULE = {
  ruleId: 'tot',
  kinds: ['paper-out', 'printer-trouble', 'silent', 'fork', 'number-clash', 'revoked-kiosk-speaks'],
  afterMinutes: 15,
  offices: null,
  counts: 'always',
  hours: null,
  to: ['equip'],
} as const;

export interface AlarmedCity {
  centre: TestCentre;
  alarms: Alarms;
  newReplica(over?: Partial<AlarmParts>): Alarms;
  /**
   * Advances the clock by `minutes` and looks for alarms each minute (the program looks every 20 s). The kiosks in `heard` stay in contact
   * with the centre.
   */
  pass(minutes: number, heard?: readonly string[], lookEveryMs?: number): Promise<void>;
  hear(kioskIds: readonly string[]): Promise<void>;
  put(rules: unknown): Promise<void>;
}

const LOOK_EVERY_MS = 60_000;

export async function startAlarmedCity(
  databaseUrl: string,
  {
    rules = { zone: 'Europe/Madrid', recipients: [TEAM], rules: [RULE] },
    ...over
  }: Partial<AlarmParts> & { rules?: unknown } = {},
): Promise<AlarmedCity> {
  const centre = await startTestCentre(databaseUrl);
  const { database, clock } = centre;
  await database.query('INSERT INTO city (name, since) VALUES ($1, now()) ON CONFLICT (name) DO NOTHING', [terrassa]);
  const start = (own: Database, more: Partial<AlarmParts> = {}): Alarms => {
    const alarms = startAlarms({
      database: own,
      clock: { nowMs: () => clock.ms },
      logger: pino({ level: 'silent' }),
      signingKey: centre.signingKey,
      mailServer: null,
      certificateEndsMs: null,
      ...over,
      ...more,
    });
    onTestFinished(() => alarms.stop());
    return alarms;
  };
  const alarms = start(database);
  const hear = async (kioskIds: readonly string[]): Promise<void> => {
    await database.query(
      'UPDATE kiosk_contact SET last_heard_at = $1::timestamptz WHERE city_id = $2 AND kiosk_id = ANY ($3::uuid[])',
      [new Date(clock.ms).toISOString(), terrassa, kioskIds],
    );
  };
  const city: AlarmedCity = {
    centre,
    alarms,
    hear,
    newReplica(more) {
      const own = openPostgres(databaseUrl, { connections: 4, onTrouble: () => {} });
      const replica = start(own, more);
      onTestFinished(() => own.close());
      return replica;
    },
    async pass(minutes, heard = [], lookEveryMs = LOOK_EVERY_MS) {
      const endMs = clock.ms + minutes * 60_000;
      while (clock.ms < endMs) {
        clock.ms += lookEveryMs;
        await hear(heard);
        await alarms.look();
        await alarms.send();
      }
    },
    async put(document) {
      const { status, body } = await centre.order('putAlarmRules', {}, document);
      if (status !== 204) throw new Error(JSON.stringify(body));
    },
  };
  await city.put(AlarmRules.parse(rules));
  return city;
}
