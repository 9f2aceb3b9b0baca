#!/usr/bin/env bash
# Runs a whole cluster on this Linux machine, without containers, and the demo catalogue through it: PostgreSQL, RabbitMQ, an
# S3-compatible store (s3rver), two nodes that serve the API, dispatch and deliver webhooks, and workers. All of it listens on
# free ports of 127.0.0.1, keeps what it has in one temporary folder, and is ended when the script ends.
set -euo pipefail

usage() {
  cat << 'END'
Usage: samples/cluster.sh [--workers N] [--kill-a-worker] [--keep]

  --workers N       how many workers, 1 to 32; 4 unless said
  --kill-a-worker   ends a worker with SIGKILL while it has images
  --keep            leaves the cluster running behind the demo until Ctrl-C, and prints its addresses

Needs Linux and the .NET 10 SDK. PostgreSQL, RabbitMQ and npm are installed by apt-get where they are missing and the script runs as
root; s3rver by npm into ${XDG_CACHE_HOME:-~/.cache}/imagebatch. Settings of the host in the environment, such as
ImageBatch__Codecs=Recompression, hold for all nodes.
END
}

fail() { printf 'cluster.sh: %s\n' "$*" >&2; exit 1; }

# Nothing stays behind a build, and nothing calls home.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

workers=4 keep=false kill_a_worker=false
while [ $# -gt 0 ]; do
  case $1 in
    --workers) [ $# -gt 1 ] || fail "--workers takes a number."; workers=$2; shift ;;
    --workers=*) workers=${1#*=} ;;
    --keep) keep=true ;;
    --kill-a-worker) kill_a_worker=true ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
[[ $workers =~ ^[1-9][0-9]?$ ]] && [ "$workers" -le 32 ] || fail "--workers is '$workers': 1 to 32."
if $kill_a_worker && [ "$workers" -eq 1 ]; then fail "--kill-a-worker needs a second worker, which goes on with the images."; fi

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
project=$repository/samples/ImageBatch.SampleHost
folder=$(mktemp -d "${TMPDIR:-/tmp}/imagebatch-cluster.XXXXXX")
chmod 711 "$folder" # Servers that run under accounts of their own pass through it.
mkdir "$folder/log"

# ---- Ending -----------------------------------------------------------------------------------------------------------

# The processes in the order of their start, the signals that end them, and their names.
pids=() signals=() names=()
demo_pid=

# What has ended and was not asked for its status yet, which the shell does not do inside a trap, lives no more.
alive() {
  local state
  kill -0 "$1" 2> /dev/null && state=$(cat "/proc/$1/stat" 2> /dev/null) && [[ ${state##*) } != Z* ]]
}

end() { # pid, signal, seconds
  local tenths=$(($3 * 10))
  kill -s "$2" "$1" 2> /dev/null || return 0
  while alive "$1"; do
    if [ $((--tenths)) -eq 0 ]; then kill -s KILL "$1" 2> /dev/null; fi
    [ $tenths -gt -50 ] || return 0
    sleep 0.1
  done
}

# Runs inside a trap, where the shell's own "read" does not: it may be what was interrupted.
end_all() {
  local status=$? i
  trap '' INT TERM HUP
  trap - EXIT
  set +e
  [ -z "$demo_pid" ] || end "$demo_pid" TERM 5
  [ ${#pids[@]} -eq 0 ] || echo "Ending ${#pids[@]} processes."

  # The nodes at once, since each may take its time; then what they use, last what was started first.
  for i in "${!pids[@]}"; do
    [[ ${names[i]} != API* && ${names[i]} != worker* ]] || kill -s "${signals[i]}" "${pids[i]}" 2> /dev/null
  done
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    end "${pids[i]}" "${signals[i]}" 45
  done
  rm -rf "$folder"
  exit "$status"
}
trap end_all EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- Starting ---------------------------------------------------------------------------------------------------------

log_of() { printf '%s/log/%s' "$folder" "${1// /-}"; }

# Starts a program in a session of its own, so that Ctrl-C reaches this script alone, which ends the rest in order. Where there
# is setpriv, the system ends it too if this script is killed.
start() { # name, signal that ends it, account or "", program and arguments
  local name=$1 signal=$2 account=$3
  shift 3
  local -a as=()
  if [ -n "$account" ]; then as+=(--reuid "$account" --regid "$(id -g "$account")" --clear-groups); fi
  if command -v setpriv > /dev/null; then as=(setpriv "${as[@]}" --pdeathsig "$signal"); fi
  : > "$(log_of "$name")"
  (cd "$folder" && exec setsid "${as[@]}" "$@") >> "$(log_of "$name")" 2>&1 < /dev/null &
  pid=$!
  disown "$pid" # No word of the shell when it ends.
  pids+=("$pid") signals+=("$signal") names+=("$name")
}

started_at=0
say_starting() { printf '%-28s' "$1"; started_at=${EPOCHREALTIME/[.,]/}; }
say_ready() { printf 'ready in %4s s  %s\n' "$(elapsed)" "$1"; }
elapsed() { local tenths=$(((${EPOCHREALTIME/[.,]/} - started_at) / 100000)); printf '%d.%d' $((tenths / 10)) $((tenths % 10)); }

not_started() { # name, why
  printf 'failed\n\n%s %s Its last lines:\n\n' "$1" "$2" >&2
  tail -n 20 "$(log_of "$1")" >&2
  exit 1
}

wait_until() { # name, pid, seconds, what has to succeed
  local name=$1 pid=$2 tenths=$(($3 * 10))
  shift 3
  until "$@"; do
    alive "$pid" || not_started "$name" "ended at its start."
    [ $((tenths--)) -gt 0 ] || not_started "$name" "did not start in time."
    sleep 0.1
  done
}

listens() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }
says() { grep -q -- "$2" "$(log_of "$1")"; }

is_ready() { # the port of a node
  local line
  {
    exec 3<> "/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /health/ready HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
    read -r -t 5 -u 3 line || line=
    exec 3>&-
  } 2> /dev/null
  [[ $line == *" 200 "* ]]
}

free_ports() { # how many
  node -e '
    const net = require("net"), servers = [];
    for (let i = 0; i < +process.argv[1]; i++) servers.push(net.createServer().listen(0, "127.0.0.1"));
    Promise.all(servers.map(s => new Promise(done => s.on("listening", done)))).then(() => {
      console.log(servers.map(s => s.address().port).join(" "));
      servers.forEach(s => s.close());
    });' "$1"
}

secret() { od -An -N 16 -tx1 /dev/urandom | tr -d ' \n'; }

# ---- Programs ---------------------------------------------------------------------------------------------------------

# The newest folder of a pattern that has a program.
folder_with() { # program, patterns
  local program=$1 found
  shift
  found=$(compgen -G "$1/$program" | sort -V | tail -n 1) || true
  while [ -z "$found" ] && [ $# -gt 1 ]; do shift; found=$(compgen -G "$1/$program" | sort -V | tail -n 1) || true; done
  printf '%s' "${found%/*}"
}

find_programs() {
  postgres=$(folder_with initdb '/usr/lib/postgresql/*/bin' '/usr/pgsql-*/bin')
  rabbitmq=$(folder_with rabbitmq-env '/usr/lib/rabbitmq/bin' '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin' '/opt/rabbitmq/sbin')
  erlang=$(folder_with epmd '/usr/lib/erlang/bin' '/usr/lib64/erlang/bin' '/usr/local/lib/erlang/bin')
}

# Installs packages, and keeps the system from starting services of theirs: those of this script are its own.
install() {
  [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null || fail "Install $* first, or run this as root on Debian or Ubuntu."
  say_starting "Installing"
  local policy=/usr/sbin/policy-rc.d own=false
  if [ ! -e "$policy" ]; then own=true; printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; fi
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } > "$(log_of Installing)" 2>&1 \
    && status=0 || status=$?
  if $own; then rm -f "$policy"; fi
  [ "$status" -eq 0 ] || not_started Installing "of $* failed."
  say_ready "$*"
}

command -v dotnet > /dev/null || fail "Install the .NET 10 SDK first."
find_programs
missing=()
[ -n "$postgres" ] || missing+=(postgresql)
[ -n "$rabbitmq" ] && [ -n "$erlang" ] || missing+=(rabbitmq-server)
command -v npm > /dev/null || missing+=(npm)
[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
find_programs

s3rver=${IMAGEBATCH_S3RVER:-$(command -v s3rver || true)}
if [ -z "$s3rver" ]; then
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/imagebatch/s3rver-3.7.1
  s3rver=$cache/node_modules/.bin/s3rver
  if [ ! -e "$s3rver" ]; then
    say_starting "Installing"
    npm install --prefix "$cache" --no-save --no-audit --no-fund s3rver@3.7.1 > "$(log_of Installing)" 2>&1 \
      || { rm -rf "$cache"; not_started Installing "of s3rver 3.7.1 by npm failed."; }
    say_ready "s3rver 3.7.1"
  fi
fi

say_starting "Building the host"
dotnet build "$project" -c Release -nodeReuse:false > "$(log_of 'Building the host')" 2>&1 || not_started "Building the host" "failed."
host=$project/bin/Release/net10.0/ImageBatch.SampleHost.dll
say_ready ""

# Some servers do not run as root.
postgres_account='' rabbitmq_account=''
if [ "$(id -u)" -eq 0 ]; then
  command -v setpriv > /dev/null || fail "Install setpriv (util-linux), or do not run this as root: PostgreSQL does not."
  postgres_account=postgres rabbitmq_account=rabbitmq
fi
own_folder() { # name, account or ""
  mkdir -m 700 "$folder/$1"
  [ -z "$2" ] || chown "$2" "$folder/$1"
}

read -r postgres_port rabbitmq_port erlang_port epmd_port <<< "$(free_ports 4)"
password=$(secret)

# ---- PostgreSQL -------------------------------------------------------------------------------------------------------

say_starting PostgreSQL
own_folder postgresql "$postgres_account"
printf '%s\n' "$password" > "$folder/postgresql/password"
start "PostgreSQL setup" KILL "$postgres_account" bash -c '
  "$0/initdb" -D "$1/data" -U imagebatch -A scram-sha-256 --pwfile "$1/password" -E UTF8 --locale=C && echo done' "$postgres" "$folder/postgresql"
[ -z "$postgres_account" ] || chown "$postgres_account" "$folder/postgresql/password"
while alive "$pid"; do sleep 0.1; done
unset 'pids[-1]' 'signals[-1]' 'names[-1]'
says "PostgreSQL setup" '^done$' || not_started "PostgreSQL setup" "failed."
start PostgreSQL INT "$postgres_account" "$postgres/postgres" -D "$folder/postgresql/data" \
  -h 127.0.0.1 -p "$postgres_port" -k '' -c max_connections=300
wait_until PostgreSQL "$pid" 60 says PostgreSQL 'ready to accept connections'
say_ready "127.0.0.1:$postgres_port (process $pid)"

# ---- RabbitMQ ---------------------------------------------------------------------------------------------------------

# A node of its own name, with its own cookie (in HOME), data and name server (epmd), so that it meets no other of the machine.
say_starting RabbitMQ
own_folder rabbitmq "$rabbitmq_account"
cat > "$folder/rabbitmq/rabbitmq.conf" << END
listeners.tcp.1 = 127.0.0.1:$rabbitmq_port
default_user = imagebatch
default_pass = $password
log.console = true
log.file = false
END
echo '[].' > "$folder/rabbitmq/plugins"
chmod 644 "$folder/rabbitmq/"*
loopback='-kernel inet_dist_use_interface {127,0,0,1}'
erlang_environment=(
  env -u NOTIFY_SOCKET
  "PATH=$erlang:$PATH" "HOME=$folder/rabbitmq" ERL_EPMD_ADDRESS=127.0.0.1 "ERL_EPMD_PORT=$epmd_port"
  "RABBITMQ_NODENAME=imagebatch-$rabbitmq_port@localhost" "RABBITMQ_DIST_PORT=$erlang_port"
  "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=$loopback" "RABBITMQ_CTL_ERL_ARGS=$loopback"
  "RABBITMQ_MNESIA_BASE=$folder/rabbitmq/data" "RABBITMQ_LOG_BASE=$folder/rabbitmq/log"
  "RABBITMQ_CONFIG_FILE=$folder/rabbitmq/rabbitmq" "RABBITMQ_ADVANCED_CONFIG_FILE=$folder/rabbitmq/advanced"
  "RABBITMQ_CONF_ENV_FILE=$folder/rabbitmq/environment" "RABBITMQ_ENABLED_PLUGINS_FILE=$folder/rabbitmq/plugins"
  RUNNING_UNDER_SYSTEMD=true # The start script becomes the broker, instead of a parent that would have to be ended as well.
)
start epmd TERM "$rabbitmq_account" "${erlang_environment[@]}" "$erlang/epmd" -address 127.0.0.1 -port "$epmd_port"
wait_until epmd "$pid" 20 listens "$epmd_port"
start RabbitMQ TERM "$rabbitmq_account" "${erlang_environment[@]}" "$rabbitmq/rabbitmq-server"
wait_until RabbitMQ "$pid" 120 listens "$rabbitmq_port"
say_ready "127.0.0.1:$rabbitmq_port (process $pid)"

# ---- S3 ---------------------------------------------------------------------------------------------------------------

say_starting s3rver
mkdir "$folder/s3rver"
legacy=() # Its continuation tokens are made with DES, which OpenSSL 3 calls legacy.
if node --openssl-legacy-provider -e 0 2> /dev/null; then legacy=(--openssl-legacy-provider); fi
start s3rver TERM '' node "${legacy[@]}" "$s3rver" --silent --no-vhost-buckets --directory "$folder/s3rver" \
  --address 127.0.0.1 --port 0 --configure-bucket outputs
wait_until s3rver "$pid" 60 says s3rver 'listening on'
s3_url=http://127.0.0.1:$(sed -nE 's/.*listening on [^:]+:([0-9]+).*/\1/p' "$(log_of s3rver)")
say_ready "$s3_url (process $pid)"

# ---- The nodes --------------------------------------------------------------------------------------------------------

api_key=$(secret)
database="Host=127.0.0.1;Port=$postgres_port;Username=imagebatch;Password=$password;Database=postgres"
export ASPNETCORE_ENVIRONMENT=Production DOTNET_ENVIRONMENT=Production DOTNET_gcServer=0
export ImageBatch__Store=PostgreSQL ImageBatch__ConnectionString="$database;Maximum Pool Size=20"
export ImageBatch__Queue=RabbitMQ ImageBatch__RabbitMQ__Uri="amqp://imagebatch:$password@127.0.0.1:$rabbitmq_port"
export ImageBatch__Images=S3 ImageBatch__S3__Bucket=outputs ImageBatch__S3__ServiceUrl=$s3_url
export ImageBatch__S3__ForcePathStyle=true ImageBatch__S3__AccessKey=S3RVER ImageBatch__S3__SecretKey=S3RVER
export ImageBatch__ApiKey=$api_key
export ImageBatch__Http__AllowPrivateNetworks=true # The catalogue's images are on this machine.

start_node() { # name, roles
  start "$1" TERM '' dotnet "$host" --urls http://127.0.0.1:0 "--ImageBatch:Roles=$2"
}

await_node() { # name, pid
  wait_until "$1" "$2" 120 says "$1" 'Now listening on'
  port=$(sed -nE 's|.*Now listening on: http://127\.0\.0\.1:([0-9]+).*|\1|p' "$(log_of "$1")")
  wait_until "$1" "$2" 60 is_ready "$port"
}

say_starting "API node 1"
start_node "API node 1" Api,Dispatcher,Webhooks
await_node "API node 1" "$pid"
addresses=("http://127.0.0.1:$port")
say_ready "${addresses[0]} (process $pid)"

say_starting "The other nodes"
start_node "API node 2" Api,Dispatcher,Webhooks
second=$pid worker_pids=()
for ((worker = 1; worker <= workers; worker++)); do
  start_node "worker $worker" Worker
  worker_pids+=("$pid")
done
await_node "API node 2" "$second"
addresses+=("http://127.0.0.1:$port")
for ((worker = 1; worker <= workers; worker++)); do await_node "worker $worker" "${worker_pids[worker - 1]}"; done
say_ready "${addresses[1]} (process $second), $workers workers (processes ${worker_pids[*]})"
echo

# ---- The demo ---------------------------------------------------------------------------------------------------------

victim=
exec {demo}< <(exec setsid dotnet "$host" "--demo=${addresses[0]}" 2>&1 < /dev/null)
demo_pid=$!
while IFS= read -r -u "$demo" line; do
  printf '%s\n' "$line"
  if $kill_a_worker && [ -z "$victim" ] && [[ $line =~ ^Processing:\ ([0-9]+)\ of ]] && [ "${BASH_REMATCH[1]}" -gt 0 ]; then
    victim=${worker_pids[0]}
    kill -s KILL "$victim"
    echo "Worker 1 (process $victim) was killed."
  fi
done
exec {demo}<&-
wait "$demo_pid" && status=0 || status=$?
demo_pid=
[ "$status" -eq 0 ] || fail "The demo failed with $status."
if $kill_a_worker && [ -z "$victim" ]; then fail "The demo was over before a worker could be killed: run it again."; fi

# ---- Afterwards -------------------------------------------------------------------------------------------------------

if $keep; then
  trap 'exit 0' INT
  cat << END

The cluster runs until Ctrl-C.
  API            ${addresses[0]}/api and ${addresses[1]}/api, header X-Api-Key: $api_key
  workers        processes ${worker_pids[*]}
  PostgreSQL     $database
  RabbitMQ       $ImageBatch__RabbitMQ__Uri
  S3             $s3_url/outputs, access key S3RVER, any secret key
  logs           $folder/log
END
  declare -A ended=()
  while true; do
    for i in "${!pids[@]}"; do
      if [ -z "${ended[$i]:-}" ] && ! alive "${pids[i]}"; then
        echo "${names[i]} (process ${pids[i]}) has ended."
        ended[$i]=true
      fi
    done
    sleep 1
  done
fi
