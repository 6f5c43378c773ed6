import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { confirmOrder, proposeOrder } from './confirm-order.ts';
import { readDiagnostics, sendDiagnostics } from './diagnostics.ts';
import { listOrders, orderKiosk } from './give-order.ts';

export function registerOrders(server: OperationsRegistrar, centre: Centre): void {
  server.registerOperation('orderKiosk', orderKiosk(centre));
  server.registerOperation('listOrders', listOrders(centre));
  server.registerOperation('proposeOrder', proposeOrder(centre));
  server.registerOperation('confirmOrder', confirmOrder(centre));
  server.registerOperation('sendDiagnostics', sendDiagnostics(centre));
  server.registerOperation('readDiagnostics', readDiagnostics(centre));
}
