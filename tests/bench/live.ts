import { Agent, get } from 'node:http';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { enrolAt } from '../support/enrolled-kiosks.ts';
import { openDatabase } from './database.ts';
import { against, type Figure, percentile, timed } from './figures.ts';
import { furnish, uploadRound } from './pages.ts';
import { processorMs } from './streams.ts';
import { CITY, kioskAt, signAhead } from './uploads.ts';

const PHONES = 1_000;
const AGAIN_MS = 30_000;
const KIOSKS = 100;
const UPLOADING = 20;
const ROUNDS = 12;
const WARM_UP = 1;
const MOST_MS = 200;

/**
 * Measures a thousand phones on the page of one office, while kiosks upload the tickets of a day without network. Each phone has its own
 * address behind the city's proxy and asks twice a minute. One replica and a PostgreSQL with fsync run on this machine. Rounds of uploads
 * with and without phones alternate. `live-bare`: the time of a request for the one-word page `/health/live`, which is sent beside each
 * request for the office's page. `live-burst`: all phones ask at once.
 */
export async function benchLive(phones = PHONES): Promise<Figure[]> {
  const postgres = await openDatabase();
  const { databaseUrl, settings } = postgres;
  const kiosks = Array.from({ length: KIOSKS }, (_, index) => kioskAt(index, index < UPLOADING ? WARM_UP + ROUNDS : 0));
  await enrolAt(databaseUrl, CITY, kiosks);
  const database = openPostgres(databaseUrl, { connections: 2, onTrouble: () => {} });
  const centre = await startCentreProcess({ ...settings, BEHIND_PROXY: '1' });
  const uploads = await Promise.all(kiosks.slice(0, UPLOADING).map((kiosk) => signAhead(centre.url, kiosk)));
  const agent = new Agent({ keepAlive: true, maxSockets: UPLOADING });
  const proxy = new Agent({ keepAlive: true, maxSockets: 100 });
  const look = (phone: number, path = `/c/${CITY}/offices/oficina-3?lang=ca`) =>
    timed(() => page(`${centre.url}${path}`, proxy, phone));
  try {
    await furnish(database);
    await uploadRound(centre.url, agent, uploads, 0);
    await look(0);
    const [open, closed, took, bare]: [number[], number[], number[], number[]] = [[], [], [], []];
    const looking: Promise<unknown>[] = [];
    let phone = 0;
    for (let at = 0; at < ROUNDS; at += 1) {
      const hasPhones = at % 2 === 0;
      const next = () => {
        phone = (phone + 1) % phones;
        looking.push(look(phone).then((ms) => took.push(ms)));
        looking.push(look(phone, '/health/live').then((ms) => bare.push(ms)));
      };
      const timer = hasPhones ? setInterval(next, AGAIN_MS / phones) : null;
      (hasPhones ? open : closed).push(await timed(() => uploadRound(centre.url, agent, uploads, WARM_UP + at)));
      if (timer !== null) clearInterval(timer);
    }
    await Promise.all(looking);
    const before = processorMs(centre.child.pid);
    const burst = await Promise.all(Array.from({ length: phones }, (_, one) => look(one)));
    const spent = processorMs(centre.child.pid) - before;
    return [
      against('live-p50', 'ms until the page is there, during uploads', took, MOST_MS),
      against('live-p99', `ms, of ${took.length} pages`, [percentile(took, 0.99)], MOST_MS),
      against('live-bare-p99', 'ms, against the pages’', [percentile(bare, 0.99)], percentile(took, 0.99)),
      against('live-burst-p99', `ms, ${phones} phones at once`, [percentile(burst, 0.99)], MOST_MS),
      against('live-work', 'ms of the replica’s processor for a page', [spent / phones], 1),
      against('live-ingest', 'ms for a round of uploads', open, percentile(closed, 0.5)),
    ];
  } finally {
    agent.destroy();
    proxy.destroy();
    await database.close();
    await centre.stop();
    await postgres.close();
  }
}

function page(url: string, agent: Agent, phone: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const address = `203.0.${113 + (phone >> 8)}.${phone & 255}`;
    const headers = { 'x-forwarded-for': address, 'accept-encoding': 'gzip' };
    get(url, { agent, headers, family: 4 }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the page was answered ${answer.statusCode}`));
      answer.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}
