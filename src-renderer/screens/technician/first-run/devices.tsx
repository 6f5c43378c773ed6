import { useEffect } from 'preact/hooks';
import { useSession } from '../../../touching.ts';
import { DevicesPart } from '../devices-part.tsx';
import type { StepProps } from './step-props.ts';

export function PrinterStep({ step }: StepProps<'printer'>) {
  return <SearchedDevices view={step} wanted="printer" />;
}

export function ScannerStep({ step }: StepProps<'scanner'>) {
  return <SearchedDevices view={step} wanted="scanner" />;
}

function SearchedDevices(props: Parameters<typeof DevicesPart>[0]) {
  const { listDevices } = useSession();
  useEffect(() => void listDevices({ network: false }), [props.wanted]);
  return <DevicesPart {...props} />;
}
