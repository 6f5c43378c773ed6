# The printer's side of /dev/g_printer0, which only one program may open. It is in Perl, because Node lacks the ioctl for the status word.
# Bytes from the host go to standard output, and bytes for the host come from standard input. Each byte on descriptor 3 is the next status
# word; the program sends it back once it is set, and sends a zero byte once the device is open.
use strict;
my ($READ_WRITE, $NON_BLOCKING, $SET_STATUS) = (2, 04000, 0xc0016722);
my $order;
sysopen(my $printer, '/dev/g_printer0', $READ_WRITE | $NON_BLOCKING) or die "g_printer0: $!\n";
open($order, '+<&=', 3) or die "descriptor 3: $!\n";
syswrite($order, "\0");
my $said = '';
my $talks = 1;
while (1) {
  my ($can_read, $can_write) = ('', '');
  vec($can_read, fileno($printer), 1) = 1;
  vec($can_read, fileno($order), 1) = 1;
  vec($can_read, fileno(STDIN), 1) = 1 if $talks && $said eq '';
  vec($can_write, fileno($printer), 1) = 1 if $said ne '';
  select($can_read, $can_write, undef, undef) < 0 and next;
  if (vec($can_read, fileno($order), 1)) {
    sysread($order, my $status, 1) or exit 0;
    ioctl($printer, $SET_STATUS, ord $status);
    syswrite($order, $status);
  }
  if (vec($can_read, fileno(STDIN), 1)) { sysread(STDIN, $said, 8192) or $talks = 0; }
  if ($said ne '') {
    my $count = syswrite($printer, $said);
    $said = substr($said, $count) if $count;
  }
  if (vec($can_read, fileno($printer), 1)) {
    my $count = sysread($printer, my $bytes, 8192);
    # A read error ends this program, because the printer was unplugged.
    last if !defined $count && !$!{EAGAIN} && !$!{EINTR};
    for (my $at = 0; $count && $at < $count;) { $at += syswrite(STDOUT, $bytes, $count - $at, $at) || exit 0; }
  }
}
