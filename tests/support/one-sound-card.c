/* Preloaded: Chromium plays nothing where ALSA lists no card, and a machine of tests has none. Its default device is then the captured one. */
#include <stdlib.h>
#include <string.h>

static char card_hint[] = "card";

int snd_card_next(int *card) {
  *card = *card < 0 ? 0 : -1;
  return 0;
}

int snd_device_name_hint(int card, const char *interface, void ***hints) {
  (void)card;
  (void)interface;
  *hints = calloc(2, sizeof **hints);
  if (*hints == NULL) return -12;
  (*hints)[0] = card_hint;
  return 0;
}

int snd_device_name_free_hint(void **hints) {
  free(hints);
  return 0;
}

char *snd_device_name_get_hint(const void *hint, const char *id) {
  (void)hint;
  return strcmp(id, "NAME") == 0 ? strdup("default") : NULL;
}
