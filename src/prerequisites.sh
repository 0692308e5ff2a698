# Installs what the service and its tests need beside the .NET SDK, where it is missing. Source it from the top folder:
#   need_dotnet, need_postgresql, need_bubblewrap, need_node. Each is silent when all is there and ends the script with the remedy when it cannot help.

die() { echo "$*" >&2; exit 1; }

as_root() { # runs a command as root, if that is possible without asking
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_updated=
apt_install() { # apt_install WHAT-FOR PACKAGE...
  local purpose=$1; shift
  command -v apt-get >/dev/null || die "$purpose is missing and this system has no apt-get: install what Debian calls '$*' with its own package manager."
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || die "$purpose is missing: run 'sudo apt-get install $*' and start again."
  echo "Installing $* ($purpose) ..." >&2
  [ -n "$apt_updated" ] || { as_root apt-get update -qq >/dev/null || die "apt-get update failed."; apt_updated=1; }
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || die "apt-get install $* failed."
}

need_dotnet() {
  command -v dotnet >/dev/null || die "The .NET SDK 10 is missing: see https://dot.net for how to install it."
}

postgresql_bin() { # folder of the newest PostgreSQL server binaries, or nothing
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -1)
  [ -n "$newest" ] || newest=$(command -v postgres || true)
  [ -z "$newest" ] || dirname "$newest"
}

need_postgresql() {
  [ -z "$(postgresql_bin)" ] || return 0
  # The package would create and start a cluster of its own; TaskChain brings its own, so say no before it asks itself.
  as_root mkdir -p /etc/postgresql-common/createcluster.d 2>/dev/null || true
  echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/taskchain.conf >/dev/null 2>&1 || true
  apt_install "the PostgreSQL server" postgresql
  [ -n "$(postgresql_bin)" ] || die "PostgreSQL was installed, but no server binaries are in /usr/lib/postgresql/*/bin."
}

need_bubblewrap() {
  command -v bwrap >/dev/null || apt_install "bubblewrap, for the sandbox" bubblewrap
}

need_node() { # only for tests with node-workflow's client and for the benchmarks' peers
  command -v node >/dev/null && command -v npm >/dev/null || apt_install "Node.js, for node-workflow's client" nodejs npm
}
