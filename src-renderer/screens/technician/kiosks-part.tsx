import { useState } from 'preact/hooks';
import { inGroups } from '../../components/in-groups.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ViewOf } from '../screen-props.ts';
import { TechnicianButton } from './controls.tsx';
import { PartRow, TouchRow } from './part-row.tsx';

type Hub = NonNullable<ViewOf<'technician-access'>['hub']>;
type Kiosk = Hub['kiosks'][number];
/** The kiosk that waits for a second touch, to compare its key or to unpair it. */
type Asked = { check: string; address: string | null; isPaired: boolean } | null;

const hostOf = (address: string): string => new URL(address).host;

const inFours = (digits: string): string => inGroups(digits, 4);

/** The office's other kiosks, each with the digits of its key, which a technician compares at both kiosks. */
export function KiosksPart({ hub: { check, kiosks } }: { hub: Hub }) {
  const { t } = useTechnicianWords();
  const { isThere } = useSession();
  const [asked, setAsked] = useState<Asked>(null);
  const ask = (next: Asked) => {
    setAsked(next);
    isThere();
  };
  if (check === null || kiosks.length === 0) return null;
  if (asked !== null && kiosks.some((one) => one.check === asked.check))
    return <CompareKiosk asked={asked} onDone={() => ask(null)} />;
  return (
    <>
      <p>{t('access.hub.kiosks.own', { code: inFours(check) })}</p>
      <ul class="parts" aria-label={t('access.hub.kiosks.title')}>
        {kiosks.map((kiosk) => (
          <KioskRow key={kiosk.address ?? kiosk.check} kiosk={kiosk} onAsk={ask} />
        ))}
      </ul>
    </>
  );
}

function KioskRow({ kiosk, onAsk }: { kiosk: Kiosk; onAsk: (asked: Asked) => void }) {
  const { t } = useTechnicianWords();
  const { address, state, check, isPaired } = kiosk;
  const host = address === null ? '' : hostOf(address);
  const says = t(`access.hub.kiosks.${state}`);
  const words = {
    level: state === 'heard' ? ('good' as const) : ('attention' as const),
    name: check === null ? host : inFours(check),
    says: check === null || address === null ? says : `${host}: ${says}`,
  };
  return check === null ? (
    <PartRow {...words} />
  ) : (
    <TouchRow {...words} onTouch={() => onAsk({ check, address, isPaired })} />
  );
}

function CompareKiosk({ asked, onDone }: { asked: NonNullable<Asked>; onDone: () => void }) {
  const { t } = useTechnicianWords();
  const { pairKiosk, unpairKiosk } = useSession();
  const { check, address, isPaired } = asked;
  const act = () => {
    onDone();
    void (isPaired ? unpairKiosk({ check }) : pairKiosk({ check }));
  };
  return (
    <>
      <p class="lead" role="status">
        {isPaired
          ? t('access.hub.kiosks.sure', { place: address ?? inFours(check) })
          : t('access.hub.kiosks.compare', { code: inFours(check) })}
      </p>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram={isPaired ? 'clear' : 'locator'}
          text={t(isPaired ? 'do.unpair' : 'do.pair')}
          onTouch={act}
        />
        <TechnicianButton pictogram="back" text={t('do.leaveIt')} onTouch={onDone} />
      </div>
    </>
  );
}
