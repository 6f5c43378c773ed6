import { useContext } from 'preact/hooks';
import type { AccessSettings } from '../../../src-main/session/contract/view-state.ts';
import { Arch } from '../../components/arch.tsx';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { spacingOf } from '../../fitting/sizes.ts';
import { useWords } from '../../speaking.ts';
import { Standing } from '../../standing.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

export function AccessScreen({ state }: ScreenProps<'access'>) {
  const { t } = useWords();
  const session = useSession();
  const { access, attention, speech } = state;
  const { mode, speed, volume, curtain, aloud } = speech;
  return (
    <Inside state={state} title={t('access.title')} lead={<p class="lead">{t('access.lead')}</p>}>
      <ul class="rows" aria-label={t('access.title')} data-count={mode === 'private' ? 8 : 7}>
        <SeenRows access={access} />
        <SwitchRow
          pictogram="hands"
          name={t('access.preferential')}
          subtitle={t('access.noReason')}
          on={attention.preferential}
          onTouch={() => session.setAttention({ attention: { ...attention, preferential: !attention.preferential } })}
        />
        <SwitchRow
          pictogram="wave"
          name={t('access.comeAndFetch')}
          subtitle={t('access.cannotFollow')}
          on={attention.comeAndFetch}
          onTouch={() => session.setAttention({ attention: { ...attention, comeAndFetch: !attention.comeAndFetch } })}
        />
        {mode === 'private' && (
          <SwitchRow
            pictogram="hide"
            name={t('access.curtain')}
            subtitle={t('access.curtainWhat')}
            on={curtain}
            onTouch={() => session.setSpeech({ speech: { mode, speed, volume, curtain: !curtain } })}
          />
        )}
      </ul>
      <Actions>
        {aloud && (
          <Button
            pictogram="speaker"
            text={t('access.readAloud')}
            onTouch={() => {
              session.readAloud();
              void session.back();
            }}
          />
        )}
        <Button kind="primary" pictogram="check" text={t('access.close')} onTouch={session.back} />
      </Actions>
    </Inside>
  );
}

function SeenRows({ access }: { access: AccessSettings }) {
  const { t } = useWords();
  const { setAccess } = useSession();
  const change = (changed: Partial<AccessSettings>) => setAccess({ access: { ...access, ...changed } });
  const { textSize, contrast, spacing, brightness, reach } = access;
  const { appearance } = useContext(Standing);
  const hasRoom = spacingOf({ textSize, spacing: 'wide' }) === 'wide';
  const isDark = appearance?.shade === 'dark';
  return (
    <>
      <SizeRow size={textSize} onTouch={(next) => change({ textSize: next })} />
      <SwitchRow
        pictogram="apart"
        name={t('access.spacing')}
        bySize={hasRoom ? null : t('access.withSmallerType')}
        on={spacing === 'wide'}
        onTouch={() => change({ spacing: spacing === 'wide' ? 'usual' : 'wide' })}
      />
      <SwitchRow
        pictogram="contrast"
        name={t('access.highContrast')}
        on={contrast === 'high'}
        onTouch={() => change({ contrast: contrast === 'high' ? 'normal' : 'high' })}
      />
      <SwitchRow
        pictogram={isDark ? 'brighter' : 'dimmer'}
        name={t(isDark ? 'access.brighter' : 'access.dimmer')}
        on={brightness === 'other'}
        onTouch={() => change({ brightness: brightness === 'other' ? 'usual' : 'other' })}
      />
      <SwitchRow pictogram="lower" name={t('access.reach')} on={reach} onTouch={() => change({ reach: !reach })} />
    </>
  );
}

type TextSize = AccessSettings['textSize'];
const SIZES: readonly TextSize[] = [100, 150, 200];

/** The row for the text size: each touch sets the next of three; three letters show which one is set. */
function SizeRow({ size, onTouch }: { size: TextSize; onTouch: (next: TextSize) => void }) {
  const { t } = useWords();
  const index = SIZES.indexOf(size);
  return (
    <li>
      <button type="button" class="row size-row" onClick={() => onTouch(SIZES[index + 1] ?? 100)}>
        <Arch class="row-arch">
          <Pictogram name="larger-text" />
        </Arch>
        <span class="row-words">
          <span class="row-name">{t('access.largeText')}</span>
          <span class="row-subtitle">{t('access.size', { size: index + 1, sizes: SIZES.length })}</span>
        </span>
        <span class="row-end sizes" aria-hidden="true">
          {SIZES.map((each) => (
            <span key={each} class="size" data-size={each} data-chosen={each === size}>
              A
            </span>
          ))}
        </span>
      </button>
    </li>
  );
}

type SwitchRowProps = {
  pictogram: PictogramName;
  name: string;
  subtitle?: string;
  /** A consequence of the text size, shown in place of "on" or "off"; `null`: the text size has no consequence. */
  bySize?: string | null;
  on: boolean;
  onTouch: () => void;
};

/** A setting that is on or off, shown in words and by shape; screen readers read the switch's state. */
function SwitchRow({ pictogram, name, subtitle, bySize, on, onTouch }: SwitchRowProps) {
  const { t } = useWords();
  const usual = t(on ? 'access.on' : 'access.off');
  const said = bySize ?? (on ? usual : (subtitle ?? usual));
  return (
    <li>
      <button type="button" class="row switch-row" role="switch" aria-checked={on} onClick={onTouch}>
        <Arch class="row-arch">
          <Pictogram name={pictogram} />
        </Arch>
        <span class="row-words">
          <span class="row-name">{name}</span>
          <span class="row-subtitle" aria-hidden={said === usual} data-by-size={bySize !== undefined}>
            {said}
          </span>
        </span>
        <span class="row-end switch">
          <span class="switch-knob">{on && <Pictogram name="check" />}</span>
        </span>
      </button>
    </li>
  );
}
