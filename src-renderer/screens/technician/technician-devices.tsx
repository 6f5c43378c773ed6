import { useEffect } from 'preact/hooks';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { DevicesPart } from './devices-part.tsx';
import { BehindPin } from './technician-frame.tsx';

export function TechnicianDevicesScreen({ state, view }: ScreenProps<'technician-devices'>) {
  const { t } = useTechnicianWords();
  const { listDevices } = useSession();
  useEffect(() => void listDevices({ network: false }), []);
  return (
    <BehindPin state={state} view={view} title={t('header.technician-devices')}>
      <DevicesPart view={view} wanted={null} />
    </BehindPin>
  );
}
