"""Asks getaddrinfo and the kernel of this network namespace.

Standard input: {"setup": ["ip arguments" or "sysctl key value", ...], "hosts": ["address", ...],
"only_kernel": ["address", ...], "gai_conf": "...", "musl": "path of a program or nothing"}.
Everything it changes is inside the namespaces it was started in.
"""
import json
import os
import socket
import subprocess
import sys

todo = json.load(sys.stdin)
subprocess.run(["mount", "-t", "tmpfs", "none", "/etc"], check=True)
for name, text in {
    "hosts": "".join(a + " hextet.test\n" for a in todo["hosts"]),
    "host.conf": "multi on\n",
    "nsswitch.conf": "hosts: files\n",
    "gai.conf": todo["gai_conf"],
}.items():
    with open("/etc/" + name, "w") as f:
        f.write(text)
for line in todo["setup"]:
    if line.startswith("sysctl "):
        key, value = line.split()[1:]
        with open("/proc/sys/" + key, "w") as f:
            f.write(value)
        continue
    p = subprocess.run(["ip"] + line.split(), capture_output=True, text=True)
    if p.returncode != 0:
        sys.exit("ip %s: %s" % (line, p.stderr))

out = {"sources": {}, "errors": {}}
p = subprocess.run(["ip", "-j", "address"], capture_output=True, text=True, check=True)
out["links"] = json.loads(p.stdout)
for a in todo["hosts"] + todo["only_kernel"]:
    family = socket.AF_INET6 if ":" in a else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        try:
            s.connect(socket.getaddrinfo(a, 65535, family, socket.SOCK_DGRAM, 0, socket.AI_NUMERICHOST)[0][4])
            out["sources"][a] = s.getsockname()[0].split("%")[0]
        except OSError as e:
            out["errors"][a] = os.strerror(e.errno)
out["glibc"] = [i[4][0] for i in socket.getaddrinfo("hextet.test", None, socket.AF_UNSPEC, socket.SOCK_DGRAM)]
if todo.get("musl"):
    p = subprocess.run([todo["musl"], "hextet.test"], capture_output=True, text=True, check=True)
    out["musl"] = p.stdout.split()
json.dump(out, sys.stdout)
