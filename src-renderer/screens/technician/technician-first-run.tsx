import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { LanguageStep, OfficeStep, SlotStep } from './first-run/choosing.tsx';
import { NetworkStep } from './first-run/network.tsx';
import { PairingStep } from './first-run/pairing.tsx';
import { PanelStep } from './first-run/panel.tsx';
import { ReplacedStep } from './first-run/replaced.tsx';
import type { StepAt, StepProps } from './first-run/step-props.ts';
import { Summary } from './first-run/summary.tsx';
import { TicketStep } from './first-run/ticket.tsx';
import { StepFoot } from './step-foot.tsx';
import { DevicesPart } from './technician-devices.tsx';
import { BehindPin } from './technician-frame.tsx';

const STEPS: { readonly [S in StepAt]: ComponentType<StepProps<S>> } = {
  language: LanguageStep,
  panel: PanelStep,
  network: NetworkStep,
  pairing: PairingStep,
  office: OfficeStep,
  slot: SlotStep,
  replaced: ReplacedStep,
  printer: DeviceStep,
  scanner: DeviceStep,
  ticket: TicketStep,
  summary: Summary,
};

function Step<S extends StepAt>(props: StepProps<S>) {
  const Drawn: ComponentType<StepProps<S>> = STEPS[props.step.at];
  return <Drawn {...props} />;
}

export function TechnicianFirstRunScreen({ state, view }: ScreenProps<'technician-first-run'>) {
  const { t } = useTechnicianWords();
  const { step, count, canGoBack } = view;
  const [padOf, setPadOf] = useState<string | null>(null);
  const isAsked = step.at === 'network' && step.note.read !== null;
  const hasPad = isAsked || padOf?.startsWith(`${step.at} `) === true;
  const title = step.at === 'summary' ? t('firstRun.over') : t('firstRun.step', count);
  return (
    <BehindPin
      state={state}
      view={view}
      title={`${title} ${t(`firstRun.name.${step.at}`)}`}
      chosen={hasPad ? (padOf ?? 'asked') : step.at}
    >
      {!hasPad && <p class="lead">{t(`firstRun.lead.${step.at}`)}</p>}
      <Step state={state} step={step} onPad={(isOpen, pad = '') => setPadOf(isOpen ? `${step.at} ${pad}` : null)} />
      {step.at !== 'summary' && !hasPad && <StepFoot step={step.at} canGoBack={canGoBack} />}
    </BehindPin>
  );
}

function DeviceStep({ step }: StepProps<'printer' | 'scanner'>) {
  const { listDevices } = useSession();
  useEffect(() => void listDevices({ network: false }), [step.at]);
  return <DevicesPart key={step.at} view={step} wanted={step.at} />;
}
