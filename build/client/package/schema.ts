// Made of the centre’s OpenAPI document by `npm run client -- --types`; a test fails when it is no longer so.

export interface paths {
  '/v1/time': {
    get: operations['readTime'];
    put?: never;
    post?: never;
    delete?: never;
  };
  '/v1/cities/{cityId}/appointments/{reference}': {
    get: operations['readAppointment'];
    put: operations['putAppointment'];
    post?: never;
    delete: operations['cancelAppointment'];
  };
  '/v1/cities/{cityId}/appointments/import': {
    get?: never;
    put?: never;
    post: operations['importAppointments'];
    delete?: never;
  };
  '/v1/cities/{cityId}/attendance/{code}': {
    get: operations['verifyAttendance'];
    put?: never;
    post?: never;
    delete?: never;
  };
}

export interface operations {
  /** Returns the centre’s signed time, also to a kiosk whose clock is too wrong to check a TLS certificate */
  readTime: {
    parameters: {
      query: { nonce: string };
      header?: { 'X-Request-Id'?: string };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: { headers: { [name: string]: unknown }; content: { 'application/json': {
        time: components['schemas']['Instant'];
        nonce: string;
      } } };
      400: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      408: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      500: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      503: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
    };
  };
  /** The current state of one of the channel’s appointments */
  readAppointment: {
    parameters: {
      query?: never;
      header?: { 'X-Request-Id'?: string };
      path: { cityId: components['schemas']['CityId']; reference: components['schemas']['ExternalId'] };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['AppointmentAnswer'] } };
      400: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      408: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      500: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      503: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
    };
  };
  /** A channel books an appointment, or changes or moves it: the same reference is the same appointment */
  putAppointment: {
    parameters: {
      query?: never;
      header?: { 'X-Request-Id'?: string };
      path: { cityId: components['schemas']['CityId']; reference: components['schemas']['ExternalId'] };
      cookie?: never;
    };
    requestBody: { content: { 'application/json': components['schemas']['AppointmentOrder'] } };
    responses: {
      200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['AppointmentAnswer'] } };
      400: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      408: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      413: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      415: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      422: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      500: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      503: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
    };
  };
  /** A channel cancels an appointment; cancelling it again changes nothing */
  cancelAppointment: {
    parameters: {
      query?: never;
      header?: { 'X-Request-Id'?: string };
      path: { cityId: components['schemas']['CityId']; reference: components['schemas']['ExternalId'] };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: { headers: { [name: string]: unknown }; content?: never };
      400: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      408: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      409: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      500: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      503: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
    };
  };
  /** A channel books many appointments, one per row. Each row is accepted or refused on its own; a row that is sent again changes nothing */
  importAppointments: {
    parameters: {
      query?: never;
      header?: { 'X-Request-Id'?: string; 'Content-Encoding'?: 'gzip' };
      path: { cityId: components['schemas']['CityId'] };
      cookie?: never;
    };
    requestBody: { content: { 'text/csv': string } };
    responses: {
      200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['ImportReport'] } };
      400: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      401: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      403: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      408: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      413: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      415: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      500: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      503: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
    };
  };
  /** Whether a proof of attendance is genuine, for a person to whom it was shown; the number of checks from one address is limited */
  verifyAttendance: {
    parameters: {
      query?: never;
      header?: { 'X-Request-Id'?: string };
      path: { cityId: components['schemas']['CityId']; code: string };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: { headers: { [name: string]: unknown }; content: { 'application/json': components['schemas']['AttendanceAnswer'] } };
      400: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      404: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      408: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      429: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      500: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
      503: { headers: { [name: string]: unknown }; content: { 'application/problem+json': components['schemas']['Problem'] } };
    };
  };
}

export interface components {
  schemas: {
    AppointmentAnswer: {
      appointmentId: string;
      channelId: components['schemas']['ChannelId'];
      reference: components['schemas']['ExternalId'];
      officeId: components['schemas']['Slug'];
      serviceId: components['schemas']['Slug'];
      start: components['schemas']['Instant'];
      deskId: string | null;
      state: 'booked' | 'checked-in' | 'cancelled';
      /** How the appointment ended; null until that is known */
      result: {
        what: 'served' | 'came' | 'left' | 'did-not-come' | 'cancelled';
        by: 'channel' | 'citizen' | 'staff' | 'web' | 'telephone' | 'seu' | 'desk' | 'kiosk' | null;
        at: components['schemas']['Instant'];
      } | null;
      /** By which identifiers, besides the locator, a kiosk can find the appointment */
      knownBy: {
        document: boolean;
        code: boolean;
      };
      /** The code that a citizen without the QR code types at a kiosk; null once the day of the appointment is over */
      locator: string | null;
      /** The text of the QR code on the confirmation; it changes with the office and the start */
      qr: string;
    };
    AppointmentOrder: {
      officeId: components['schemas']['Slug'];
      serviceId: components['schemas']['Slug'];
      start: components['schemas']['Instant'];
      /** DNI, NIE, NIF or passport as the citizen gave it; hashed on arrival. Absent: unchanged; null: removed */
      documentNumber?: string | null;
      /** The code on the channel’s own confirmation, in one of the registered `formats`; hashed on arrival. Absent: unchanged; null: removed */
      code?: string | null;
      /** The desk, if the appointment is with a specialist: one of the office’s desks */
      deskId?: string;
    };
    AttendanceAnswer: {
      genuine: true;
      office: string;
      day: string;
      from: components['schemas']['Instant'];
      to: components['schemas']['Instant'];
    } | {
      genuine: false;
    };
    ChannelId: string;
    CityId: components['schemas']['Slug'];
    ExternalId: string;
    ImportReport: {
      rows: number;
      created: number;
      changed: number;
      unchanged: number;
      refused: ({
        row: number;
        column: string | null;
        detail: string;
      })[];
    };
    Instant: string;
    Problem: {
      type: string;
      title: string;
      status: number;
      detail?: string;
      requestId?: string;
      above?: number;
      replaced?: true;
      errors?: ({
        pointer: string;
        detail: string;
      })[];
    };
    Slug: string;
  };
}
