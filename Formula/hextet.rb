# Written by internal/packaging; see CONTRIBUTING.md.
class Hextet < Formula
  desc "IPv6 address tool: explain, classify, convert, generate and plan addresses"
  homepage "https://github.com/hextet/hextet"
  license "MIT"

  head do
    url "https://github.com/hextet/hextet.git", branch: "main"
    depends_on "go" => :build
  end

  def install
    if build.head?
      ENV["CGO_ENABLED"] = "0"
      system "go", "build", *std_go_args(ldflags: "-s -w"), "./cmd/hextet"
      system "go", "run", "./cmd/gen", "-man", "man"
      man1.install Dir["man/*.1"]
      man7.install Dir["man/*.7"]
      bash_completion.install "completions/hextet.bash" => "hextet"
      zsh_completion.install "completions/_hextet"
      fish_completion.install "completions/hextet.fish"
    else
      bin.install "bin/hextet"
      man1.install Dir["share/man/man1/*"]
      man7.install Dir["share/man/man7/*"]
      bash_completion.install "share/bash-completion/completions/hextet"
      zsh_completion.install "share/zsh/site-functions/_hextet"
      fish_completion.install "share/fish/vendor_completions.d/hextet.fish"
      doc.install Dir["share/doc/hextet/*"]
    end
  end

  test do
    assert_equal "2001:db8::1\n", shell_output("#{bin}/hextet compress 2001:DB8::1") # hextet:ignore
  end
end
