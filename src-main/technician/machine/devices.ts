import { randomInt } from 'node:crypto';
import type { SearchedNetwork } from '../../../hardware/discovery/announced.ts';
import type { FoundDevice } from '../../../hardware/discovery/contract.ts';
import type { LinkAddress } from '../../../hardware/link/address.ts';
import { openLink } from '../../../hardware/link/open.ts';
import type { PrinterProfile } from '../../../hardware/printer/profile.ts';
import type { ProofState } from '../../../hardware/proving/proof.ts';
import { type Proving, proveNewPrinter } from '../../../hardware/proving/prove-printer.ts';
import { proveNewScanner, type ScannerProof, type ScannerProving } from '../../../hardware/proving/prove-scanner.ts';
import type { TestPageWords } from '../../../hardware/proving/test-page.ts';
import type { ScannerProfile } from '../../../hardware/scanner/profile.ts';
import type { CodeReader } from '../../check-in/machine/code-reader.ts';
import { SerialScanner } from '../../contract/shared/devices.ts';
import { refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { MainPrinter } from '../../tickets/machine/open-printers.ts';
import { type DeviceFile, LONGEST_DEVICE_NAME } from '../contract/device-file.ts';
import type { Devices } from '../ports/devices.ts';
import type { DeviceRole, ProofAnswer } from '../rules/device-proof.ts';
import { writeDeviceFile } from '../store/device-file.ts';
import { addressesOf, nameOf, provenPrinter, showPrinterProof, showScannerProof, under } from './device-proof.ts';
import { createDeviceSearch, keyOf } from './device-search.ts';
import { type DevicePlace, printerOf, scannerOf } from './proven-devices.ts';

export interface DevicesParts {
  main: MainPrinter;
  reader: CodeReader;
  file: DeviceFile;
  dataDir: string;
  configDir: string;
  root: string;
  network: SearchedNetwork;
  printerProfiles: () => readonly PrinterProfile[];
  scannerProfiles: () => readonly ScannerProfile[];
  scannerPlace: DevicePlace | null;
  words: () => TestPageWords;
  clock: Clock;
  log: Log;
}

type Proof = { device: FoundDevice; ways: readonly LinkAddress[] } & (
  | { role: 'printer'; proving: Proving; state: ProofState }
  | { role: 'scanner'; proving: ScannerProving; state: ScannerProof; shown: string }
);

const SCANNER_CODE_RANGE = 1_000_000;

/** Finds and tests devices while the kiosk runs; a device that the technician keeps after its test is used at once. */
export class KioskDevices implements Devices {
  readonly #parts: DevicesParts;
  readonly #listeners = new Set<() => void>();
  readonly #search;
  #file: DeviceFile;
  #scannerPlace: DevicePlace | null;
  #proof: Proof | null = null;
  #proofNo = 0;
  #notKept = false;
  /** Releasing and reopening devices, chained so that they run one after another. */
  #changing: Promise<void> = Promise.resolve();

  constructor(parts: DevicesParts) {
    this.#parts = parts;
    this.#file = parts.file;
    this.#scannerPlace = parts.scannerPlace;
    this.#search = createDeviceSearch(parts, () => this.#tell());
  }

  view(): ReturnType<Devices['view']> {
    return {
      isSearching: this.#search.isSearching(),
      asked: this.#search.asked(),
      found: this.#search.found().map((device) => ({
        key: keyOf(device),
        kind: device.kind,
        name: device.name?.slice(0, LONGEST_DEVICE_NAME) ?? null,
        where: device.kind === 'network' ? device.host : device.devicePath,
        usedAs: this.#roleOf(device),
      })),
      proof: this.#shownProof(),
      notKept: this.#notKept,
    };
  }

  otherPrinter(): { name: string | null } | null {
    return this.#proof === null ? this.#parts.main.other.now() : null;
  }

  list(network: boolean): void {
    this.#search.begin(network);
  }

  ask(address: string): void {
    this.#search.ask(address);
  }

  prove(deviceKey: string, role: DeviceRole): ReturnType<Devices['prove']> {
    const device = this.#search.found().find((found) => keyOf(found) === deviceKey);
    if (device === undefined) return refuse({ kind: 'unknown-device' });
    if (role === 'scanner' && (device.kind !== 'serial' || this.#parts.reader.isWedge))
      return refuse({ kind: 'not-possible-here' });
    if (this.#proof !== null) return refuse({ kind: 'not-possible-here' });
    this.#search.stop();
    this.#notKept = false;
    this.#free(device);
    this.#proof = role === 'printer' ? this.#provePrinter(device) : this.#proveScanner(device);
    this.#tell();
    return succeed(null);
  }

  answer(proofNo: number, answer: ProofAnswer): ReturnType<Devices['answer']> {
    const proof = this.#proof;
    if (proof?.role !== 'printer') return refuse({ kind: 'not-possible-here' });
    if (proofNo !== this.#proofNo) return refuse({ kind: 'stale-command' });
    const before = proof.proving.state();
    proof.proving.tell(answer === 'again' || answer === 'print-anyway' ? { type: answer } : { type: 'said', answer });
    return proof.proving.state() === before ? refuse({ kind: 'not-possible-here' }) : succeed(null);
  }

  keep(): ReturnType<Devices['keep']> {
    const proof = this.#proof;
    const next = proof && this.#fileWith(proof);
    if (proof === null || next === null) return refuse({ kind: 'not-possible-here' });
    const written = writeDeviceFile(this.#parts.dataDir, next);
    if (!written.ok) {
      this.#parts.log.event(written.error.kind, { detail: written.error.detail });
      this.#notKept = true;
      this.#tell();
      return refuse({ kind: 'store-failed' });
    }
    this.#parts.log.event('device-kept', { role: proof.role, name: nameOf(proof.device) });
    this.#file = next;
    this.#end(proof, () => this.#use(proof.role));
    return succeed(null);
  }

  leave(): void {
    this.#search.stop();
    if (this.#proof !== null) this.#end(this.#proof, () => this.#takeBack());
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Ends a search, and releases the device under test; a device that was closed for the test stays closed. */
  async close(): Promise<void> {
    this.#search.stop();
    const proof = this.#proof;
    this.#proof = null;
    await this.#changing;
    await proof?.proving.close();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #shownProof() {
    const proof = this.#proof;
    if (proof === null) return null;
    return proof.role === 'printer'
      ? showPrinterProof(proof.state, proof.device, this.#proofNo)
      : showScannerProof(proof.state, proof.device, proof.shown, this.#proofNo);
  }

  #roleOf(device: FoundDevice): DeviceRole | null {
    if (isAt(this.#parts.main.opened(), device)) return 'printer';
    return isAt(this.#scannerPlace, device) ? 'scanner' : null;
  }

  /** Closes the kiosk's own link to a device, because a test needs the device exclusively. */
  #free(device: FoundDevice): void {
    const role = this.#roleOf(device);
    const { main, reader } = this.#parts;
    if (role === 'printer') this.#then(() => main.release());
    if (role === 'scanner') this.#then(() => reader.release());
  }

  #then(change: () => Promise<void> | undefined): void {
    this.#changing = this.#changing.then(change);
  }

  /** Opens a device's link only after the part of the kiosk that used the device has released it. */
  #linksOf(ways: readonly LinkAddress[]) {
    const { root } = this.#parts;
    return ways.map((way) => () => openLink(under(root, way)));
  }

  #provePrinter(device: FoundDevice): Proof {
    const { printerProfiles, words } = this.#parts;
    const ways = addressesOf(device);
    const proving = proveNewPrinter({
      links: this.#linksOf(ways),
      ready: this.#changing,
      deviceName: device.name,
      profiles: printerProfiles(),
      words: words(),
      onChange: (state) => {
        if (this.#proof?.role !== 'printer') return;
        this.#proof = { ...this.#proof, state };
        this.#proofNo += 1;
        this.#tell();
      },
    });
    this.#proofNo += 1;
    return { role: 'printer', device, ways, proving, state: proving.state() };
  }

  #proveScanner(device: FoundDevice): Proof {
    const ways = addressesOf(device);
    const shown = `TORN ${String(randomInt(SCANNER_CODE_RANGE)).padStart(6, '0')}`;
    const proving = proveNewScanner({
      links: this.#linksOf(ways),
      ready: this.#changing,
      shown,
      deviceName: device.name,
      profiles: this.#parts.scannerProfiles(),
      onChange: (state) => {
        if (this.#proof?.role !== 'scanner') return;
        this.#proof = { ...this.#proof, state };
        this.#proofNo += 1;
        this.#tell();
      },
    });
    this.#proofNo += 1;
    return { role: 'scanner', device, ways, proving, state: proving.proof(), shown };
  }

  /** The device file with the device that has passed its test; `null` while the test has not ended well. */
  #fileWith(proof: Proof): DeviceFile | null {
    const address = proof.ways[proof.state.way];
    const provenAtMs = this.#parts.clock.wallMs();
    if (address === undefined) return null;
    if (proof.role === 'printer') {
      const { stage, profile } = proof.state;
      if (stage.at !== 'proven' || profile === null) return null;
      return { ...this.#file, printer: provenPrinter(proof.device, address, profile, provenAtMs) };
    }
    if (proof.state.at !== 'proven') return null;
    const setting = SerialScanner.parse({ profileId: proof.state.profileId, link: address });
    const { device } = proof;
    const provenAt = new Date(provenAtMs).toISOString();
    return { ...this.#file, scanner: { identity: device.identity, name: nameOf(device), setting, provenAt } };
  }

  #end(proof: Proof, then: () => Promise<void> | undefined): void {
    this.#proof = null;
    this.#proofNo += 1;
    this.#then(() => proof.proving.close());
    this.#then(then);
    this.#tell();
  }

  async #takeBack(): Promise<void> {
    const { main, reader } = this.#parts;
    await takeBack(main);
    await reader.takeBack();
  }

  async #use(role: DeviceRole): Promise<void> {
    const { main, reader, configDir, log } = this.#parts;
    await this.#takeBackOther(role);
    const kept = role === 'printer' ? this.#file.printer : this.#file.scanner;
    if (kept === null) return;
    if (this.#file.printer !== null && role === 'printer') {
      const printer = printerOf(this.#file.printer, configDir);
      if (printer.ok) await main.take(printer.value);
      else log.event(printer.error.kind, { detail: printer.error.detail });
    } else if (this.#file.scanner !== null) {
      const scanner = scannerOf(this.#file.scanner, configDir);
      if (!scanner.ok) {
        log.event(scanner.error.kind, { detail: scanner.error.detail });
        return;
      }
      this.#scannerPlace = scanner.value;
      main.other.scannerIs(this.#file.scanner.identity);
      await reader.take(scanner.value);
    }
    this.#tell();
  }

  async #takeBackOther(role: DeviceRole): Promise<void> {
    const { main, reader } = this.#parts;
    if (role === 'scanner') await takeBack(main);
    if (role === 'printer') await reader.takeBack();
  }
}

async function takeBack(main: MainPrinter): Promise<void> {
  const last = main.opened();
  if (last !== null && main.isReleased()) await main.take(last);
}

function isAt(place: DevicePlace | null, device: FoundDevice): boolean {
  if (place === null) return false;
  const { link } = place;
  if (link.kind === 'tcp') return device.kind === 'network' && device.host === link.host && device.port === link.port;
  return device.kind !== 'network' && (device.path === link.path || device.devicePath === link.path);
}
