import { useState } from 'preact/hooks';
import { useCentreWords } from '../centre-words.ts';
import type { Answer, Question } from '../client.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { CentreTable } from '../parts/centre-table.tsx';
import { useWhen } from '../parts/data-age.tsx';
import { Button, Said } from '../parts/fields.tsx';
import { PartLinks } from '../parts/part-links.tsx';
import { useTitle } from '../parts/use-title.ts';
import { AllowForm } from './allow.tsx';
import { has, kiosksOf, nextRing } from './rings.ts';

type Updates = Answer<'listUpdates'>;
type Ring = Updates['rings'][number];
type KioskRow = Updates['kiosks'][number];
type Allowed = Question<'allowVersion'>['body'];

export function UpdatesPage() {
  const { t, may, client } = usePage();
  const { isReady, words, refusal } = useCentreWords();
  const { body, atMs, fault, again } = useAsked('listUpdates', { params: {} });
  const city = useAsked('listOffices', { params: {} });
  const [said, setSaid] = useState('');
  const stopped = body?.rings.filter(({ stoppedBy }) => stoppedBy !== null).length ?? 0;
  const waiting = body?.kiosks.filter((kiosk) => kiosk.allowed !== null && !has(kiosk, kiosk.allowed)).length ?? 0;
  const title =
    !isReady || body === null
      ? t('nav.centre')
      : stopped > 0
        ? words('updates.stopped', { count: stopped })
        : waiting > 0
          ? words('updates.waiting', { count: waiting })
          : words('updates.title');
  useTitle(title);
  if (!isReady || body === null) return waitingPage(title, body === null ? fault : null, atMs);
  const offices = new Map<string, string>(city.body?.offices.map(({ officeId, name }) => [officeId, name]));
  const officeOf = (officeId: string): string => offices.get(officeId) ?? officeId;
  const kioskOf = ({ officeId, name }: Pick<KioskRow, 'officeId' | 'name'>): string =>
    t('city.place', { office: officeOf(officeId), name });
  async function allow(allowed: Allowed): Promise<void> {
    const answered = await client.ask('allowVersion', { params: {}, body: allowed });
    setSaid(answered.ok ? words('updates.allowed') : refusal(answered.error));
    again();
  }
  const { rings, kiosks } = body;
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <PartLinks of="centre" />
      <p class="lead">{words('updates.lead')}</p>
      <Said>{said}</Said>
      <section class="centre-part">
        <CentreTable
          title={words('updates.stages')}
          columns={[words('updates.reach'), words('updates.version'), words('updates.state')]}
        >
          {rings.length === 0 ? (
            <tr>
              <th scope="row">{words('updates.city')}</th>
              <td>{words('updates.newest')}</td>
              <td />
            </tr>
          ) : null}
          {rings.map((ring) => (
            <RingRow
              key={`${ring.officeId} ${ring.kioskId}`}
              ring={ring}
              kiosks={kiosks}
              officeOf={officeOf}
              kioskOf={kioskOf}
              onNext={may('allowVersion') ? (allowed) => void allow(allowed) : null}
            />
          ))}
        </CentreTable>
        {may('allowVersion') ? (
          <AllowForm
            offices={city.body?.offices ?? []}
            kiosks={kiosks}
            kioskOf={kioskOf}
            onAllow={(allowed) => void allow(allowed)}
          />
        ) : null}
      </section>
      <KioskTable kiosks={kiosks} kioskOf={kioskOf} />
    </>
  );
}

interface RingRowProps {
  ring: Ring;
  kiosks: readonly KioskRow[];
  officeOf: (officeId: string) => string;
  kioskOf: (kiosk: Pick<KioskRow, 'officeId' | 'name'>) => string;
  /** `null`: the signed-in person may not allow versions. */
  onNext: ((allowed: Allowed) => void) | null;
}

function RingRow({ ring, kiosks, officeOf, kioskOf, onNext }: RingRowProps) {
  const { words } = useCentreWords();
  const when = useWhen();
  const { version, saidAt, stoppedBy, officeId, kioskId } = ring;
  const own = kiosksOf(ring, kiosks);
  const named = (id: string): string => {
    const kiosk = kiosks.find((one) => one.kioskId === id);
    return kiosk === undefined ? words('updates.aKiosk') : kioskOf(kiosk);
  };
  const done = version === null ? 0 : own.filter((kiosk) => has(kiosk, version)).length;
  const next = nextRing(ring, kiosks);
  return (
    <tr>
      <th scope="row">
        {kioskId !== null ? named(kioskId) : officeId !== null ? officeOf(officeId) : words('updates.city')}
      </th>
      <td>
        {version ?? words('updates.newest')}
        <p>{words('updates.since', { time: when(saidAt) })}</p>
      </td>
      <td>
        {version === null ? null : words('updates.done', { count: own.length, done })}
        {stoppedBy === null ? null : (
          <p>
            <strong>{words('updates.stoppedBy', { kiosk: named(stoppedBy.kioskId) })}</strong>{' '}
            {words('updates.stoppedTime', { time: when(stoppedBy.at) })}
          </p>
        )}
        {next === null || onNext === null ? null : (
          <p>
            <Button onPress={() => onNext(next)}>
              {next.officeId === undefined
                ? words('updates.toCity', { version })
                : words('updates.toOffice', { version, office: officeOf(next.officeId) })}
            </Button>
          </p>
        )}
      </td>
    </tr>
  );
}

function KioskTable({ kiosks, kioskOf }: { kiosks: readonly KioskRow[]; kioskOf: RingRowProps['kioskOf'] }) {
  const { words } = useCentreWords();
  const when = useWhen();
  return (
    <section class="centre-part">
      <CentreTable
        title={words('updates.kiosks')}
        columns={[words('updates.kiosk'), words('updates.has'), words('updates.may'), words('updates.last')]}
      >
        {kiosks.map((kiosk) => {
          const { kioskId, version, allowed, last } = kiosk;
          const time = last === null ? '' : when(last.at);
          return (
            <tr key={kioskId}>
              <th scope="row">
                <a href={`/kiosks/${encodeURIComponent(kioskId)}`}>{kioskOf(kiosk)}</a>
              </th>
              <td data-label={words('updates.has')}>{version}</td>
              <td data-label={words('updates.may')}>{allowed ?? words('updates.newest')}</td>
              <td data-label={words('updates.last')}>
                {last === null
                  ? words('updates.noneYet')
                  : last.result === 'done'
                    ? words('updates.wentWell', { version: last.to ?? '–', time })
                    : words('updates.wentBack', { version: last.to ?? '–', time, reason: last.result })}
              </td>
            </tr>
          );
        })}
      </CentreTable>
    </section>
  );
}
