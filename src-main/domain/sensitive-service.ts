/** The part of an office's profile that decides how private a visit is. */
export interface ServicePrivacy {
  readonly services: readonly { readonly serviceId: string; readonly sensitive: boolean }[];
}

/**
 * Whether only the holder and the staff may see turns of this service. A service missing from the profile counts as sensitive. A sensitive
 * office is a separate matter: everyone in its waiting room came for the same, so it calls numbers without a service's name.
 */
export const isSensitiveService = ({ services }: ServicePrivacy, serviceId: string): boolean =>
  services.find((service) => service.serviceId === serviceId)?.sensitive !== false;
