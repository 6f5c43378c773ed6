import { useState } from 'preact/hooks';
import type { FoundOffice, OfficeTravelView } from '../../../src-main/office/contract/office-travel.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { inGroups } from '../../components/in-groups.ts';
import { useMoments } from '../../moments.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { TechnicianButton, TechnicianChoice, TechnicianSaid } from '../technician/controls.tsx';

type FoundOfficesProps = { state: ViewState; travel: OfficeTravelView };

export function FoundOffices({ state, travel: { looking, found } }: FoundOfficesProps) {
  const { t } = useTechnicianWords();
  const { findOffices } = useSession();
  const [chosen, setChosen] = useState<number | null>(null);
  const sayOf = useFoundWords(state);
  const { at, isBusy, trouble } = looking;
  if (at === null) return null;
  if (isBusy) return <TechnicianSaid level="again" strong={t(`office.travel.looking.${at}`)} />;
  const usable = found.filter((one) => !isRefused(one));
  // A single usable office is taken as chosen.
  const office = usable.find(({ no }) => no === chosen) ?? (usable.length === 1 ? usable[0] : undefined);
  return (
    <>
      {trouble !== null && <TechnicianSaid level="attention" strong={t(`office.travel.trouble.${trouble}`)} />}
      {trouble === null && found.length === 0 && (
        <TechnicianSaid
          level="attention"
          strong={t(`office.travel.none.${at}`)}
          rest={t(`office.travel.noneRest.${at}`)}
        />
      )}
      <ul class="technician-choices">
        {usable.map((one) => (
          <TechnicianChoice key={one.no} {...sayOf(one)} chosen={one === office} onTouch={() => setChosen(one.no)} />
        ))}
      </ul>
      {office !== undefined && <Question found={office} />}
      {found.filter(isRefused).map((one) => (
        <TechnicianSaid key={one.no} level="attention" {...sayOf(one)} />
      ))}
      <div class="technician-actions">
        <TechnicianButton pictogram="again" text={t('office.do.lookAgain')} onTouch={() => findOffices({ at })} />
      </div>
    </>
  );
}

const isRefused = ({ refused }: FoundOffice): boolean => refused !== null;

function useFoundWords(state: ViewState) {
  const { t } = useTechnicianWords();
  const momentOf = useMoments(state);
  return ({ name, refused, office }: FoundOffice): { strong: string; rest: string } => {
    if (office === null) return { strong: name, rest: refused === null ? '' : t(`office.travel.refused.${refused}`) };
    const { slot, made, trust } = office;
    const moment = made === null ? '' : momentOf(made);
    const by = slot === null ? t('office.travel.noSlot', { moment }) : t('office.travel.kiosk', { slot, moment });
    return {
      strong: `${office.name} · ${name}`,
      rest: [
        made === null ? '' : by,
        t(`office.travel.trust.${trust}`),
        refused === null ? '' : t(`office.travel.refused.${refused}`),
      ]
        .filter((text) => text !== '')
        .join(' '),
    };
  };
}

/** Asks a technician to confirm the chosen office, by its check number if this kiosk cannot verify its origin. */
function Question({ found: { no, office } }: { found: FoundOffice }) {
  const { t } = useTechnicianWords();
  const { takeOffice } = useSession();
  if (office === null) return null;
  const { trust, check } = office;
  const button = trust === 'own' ? 'take' : trust === 'unsigned' ? 'takeUnsigned' : 'takeSame';
  return (
    <>
      {trust !== 'own' && <Compared check={check} />}
      <p>{t(`office.travel.ask.${trust}`)}</p>
      <div class="technician-actions">
        <TechnicianButton
          kind="primary"
          pictogram="good"
          text={t(`office.do.${button}`)}
          onTouch={() => takeOffice({ no, isSure: trust !== 'own' })}
        />
      </div>
    </>
  );
}

export function Compared({ check }: { check: string }) {
  const { t } = useTechnicianWords();
  return (
    <div class="pairing-card" data-together>
      <h2>{t('office.travel.check')}</h2>
      <p class="check-number">{inGroups(check, 4)}</p>
    </div>
  );
}
