# Written by internal/packaging; see CONTRIBUTING.md. Go 1.26 or newer is needed.
#
#   nix-build && ./result/bin/hextet ::1
#   nix-env -if .
{ pkgs ? import <nixpkgs> { } }:

pkgs.buildGoModule {
  pname = "hextet";
  version = "0.0.0";
  src = pkgs.lib.cleanSource ./.;
  vendorHash = "sha256-wrEgUY7yaObMt+gWcODhYft1ADwsxN5fWJCeRSV51Zc=";
  subPackages = [ "cmd/hextet" ];
  env.CGO_ENABLED = "0";
  ldflags = [ "-s" "-w" "-X github.com/hextet/hextet/cmd.Version=0.0.0" ];
  nativeBuildInputs = [ pkgs.installShellFiles ];
  postInstall = ''
    go run ./cmd/gen -man man -version 0.0.0
    installManPage man/*
    installShellCompletion --cmd hextet --bash completions/hextet.bash \
      --zsh completions/_hextet --fish completions/hextet.fish
  '';
  meta = {
    description = "IPv6 address tool: explain, classify, convert, generate and plan addresses";
    homepage = "https://github.com/hextet/hextet";
    license = pkgs.lib.licenses.mit;
    mainProgram = "hextet";
  };
}
