import { useState } from 'preact/hooks';
import type { RaisedAlarm } from '../../../src-main/contract/centre/alarms.ts';
import { useCentreWords } from '../centre-words.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { CentreTable } from '../parts/centre-table.tsx';
import { useWhen } from '../parts/data-age.tsx';
import { Button, Said } from '../parts/fields.tsx';
import { Mark } from '../parts/mark.tsx';
import { PartLinks } from '../parts/part-links.tsx';
import { usePlaces } from '../parts/use-places.ts';
import { useTitle } from '../parts/use-title.ts';
import { markOfKind } from './kinds.ts';

const MOST_ENDED = 50;

export function AlarmsPage() {
  const { t, client } = usePage();
  const { isReady, words, refusal } = useCentreWords();
  const { body, atMs, fault, again } = useAsked('listAlarms', { params: {} });
  const places = usePlaces();
  const [said, setSaid] = useState('');
  const raised = body?.raised ?? [];
  const open = raised.filter(({ endedAt }) => endedAt === null);
  const ended = raised.filter(({ endedAt }) => endedAt !== null).slice(0, MOST_ENDED);
  const title = isReady && body !== null ? words('alarms.title', { count: open.length }) : t('nav.alarms');
  useTitle(title);
  async function take({ alarmId }: RaisedAlarm): Promise<void> {
    const answered = await client.ask('acknowledgeAlarm', { params: { alarmId } });
    setSaid(answered.ok ? words('alarms.taken') : refusal(answered.error));
    again();
  }
  if (!isReady || body === null) return waitingPage(title, body === null ? fault : null, atMs);
  return (
    <>
      <PageHead title={title} atMs={atMs} />
      <PartLinks of="alarms" />
      <Said>{said}</Said>
      <AlarmTable
        title={words('alarms.open')}
        none={words('alarms.noneOpen')}
        alarms={open}
        placeOf={places}
        onTake={(alarm) => void take(alarm)}
      />
      <AlarmTable title={words('alarms.ended')} none={words('alarms.noneEnded')} alarms={ended} placeOf={places} />
    </>
  );
}

interface AlarmTableProps {
  title: string;
  none: string;
  alarms: readonly RaisedAlarm[];
  placeOf: ReturnType<typeof usePlaces>;
  onTake?: (alarm: RaisedAlarm) => void;
}

function AlarmTable({ title, none, alarms, placeOf, onTake }: AlarmTableProps) {
  const { words } = useCentreWords();
  return (
    <section class="centre-part">
      {alarms.length === 0 ? (
        <>
          <div class="list-head">
            <h2>{title}</h2>
          </div>
          <p class="note">{none}</p>
        </>
      ) : (
        <CentreTable title={title} columns={[words('alarms.what'), words('alarms.since'), words('alarms.who')]}>
          {alarms.map((alarm) => (
            <AlarmRow key={alarm.alarmId} alarm={alarm} place={placeOf(alarm)} onTake={onTake} />
          ))}
        </CentreTable>
      )}
    </section>
  );
}

function AlarmRow({
  alarm,
  place,
  onTake,
}: {
  alarm: RaisedAlarm;
  place: string;
  onTake: AlarmTableProps['onTake'] | undefined;
}) {
  const { may } = usePage();
  const { words, alarms } = useCentreWords();
  const { kind, kioskId, officeId, since, endedAt, messageAt, acknowledgedAt, acknowledgedBy, ruleId } = alarm;
  const name = alarms(`kinds.${kind === 'silent' && kioskId === null ? 'silent-office' : kind}`);
  const when = useWhen();
  return (
    <tr>
      <th scope="row">
        {endedAt === null ? <Mark kind={markOfKind(kind)} /> : null}
        {name}
        <p>{kioskId === null ? place : <a href={`/kiosks/${encodeURIComponent(kioskId)}`}>{place}</a>}</p>
      </th>
      <td>
        {words('alarms.sinceTime', { time: when(since) })}
        {endedAt === null ? null : ` · ${words('alarms.endedTime', { time: when(endedAt) })}`}
        <p>
          {messageAt === null ? words('alarms.notSent') : words('alarms.sent', { time: when(messageAt), rule: ruleId })}
        </p>
      </td>
      <td>
        {acknowledgedAt !== null ? (
          words('alarms.by', { name: acknowledgedBy ?? '–', time: when(acknowledgedAt) })
        ) : onTake === undefined ? (
          words('alarms.byNone')
        ) : may('acknowledgeAlarm', officeId) ? (
          <Button onPress={() => onTake(alarm)}>
            {words('alarms.take')}
            <span class="unseen">
              {name}, {place}
            </span>
          </Button>
        ) : (
          words('alarms.byNone')
        )}
      </td>
    </tr>
  );
}
