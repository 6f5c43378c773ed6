import { useState } from 'preact/hooks';
import type { DevicesView } from '../../src-main/contract/kiosk/screens/devices.ts';
import { useTechnicianWords } from '../speaking.ts';
import { KeyGrid } from './key-grid.tsx';
import { Pictogram } from './pictogram.tsx';
import { TechnicianButton } from './technician-button.tsx';
import { TypedField } from './typed-field.tsx';

const KEYS = '123456789.0:';
/** `255.255.255.255:65535` */
const MOST_CHARACTERS = 21;

type AddressPadProps = {
  asked: DevicesView['asked'];
  onAsk: (address: string) => void;
  onLeave: () => void;
};

/** Where a printer's address in the network is typed, and what came of it. */
export function AddressPad({ asked, onAsk, onLeave }: AddressPadProps) {
  const { t } = useTechnicianWords();
  const [typed, setTyped] = useState(asked?.address ?? '');
  const came = asked?.address === typed ? asked.came : null;
  const isWrong = came === 'not-an-address' || came === 'nobody';
  return (
    <>
      <div class="pad" data-together>
        <TypedField shown={typed} count={typed.length} wrong={isWrong}>
          {isWrong && <Pictogram name="attention" />}
          <strong>{t(came === null ? 'devices.address.lead' : `devices.address.${came}`)}</strong>
        </TypedField>
        <KeyGrid
          columns={3}
          keys={KEYS}
          lit={typed.length < MOST_CHARACTERS ? KEYS : ''}
          onType={(character) => setTyped((before) => before + character)}
          onErase={() => setTyped((before) => before.slice(0, -1))}
        />
      </div>
      <div class="technician-actions">
        {typed !== '' && (
          <TechnicianButton
            kind="primary"
            pictogram="network"
            text={t('devices.do.ask')}
            onTouch={() => onAsk(typed)}
          />
        )}
        <TechnicianButton kind="secondary" pictogram="back" text={t('devices.do.found')} onTouch={onLeave} />
      </div>
    </>
  );
}
