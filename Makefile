# make briefs   すべてのブリーフを作る（初回だけ、必要なパッケージを .venv に入れる）
# make lab      JupyterLab で notebooks/00_はじめに.ipynb を開く（表がまだなければ、先に報告を作る）
# make bundle   閉じた網の PC に持っていくフォルダ（build/cityplan-offline）を作る
# make test     テスト。例: make test PYTEST_ARGS="-x tests/test_packages.py"
# make test PYTEST_ARGS="-n auto --dist loadgroup"   長いものも含む全てのテスト
# make check    CI と同じ検査（ruff、mypy、テスト）
# make lock     requirements*.lock を作り直す。例: make lock LOCK_ARGS=--upgrade
# make filter   ノートブックの出力が git に入らないようにする（上の4つも行う）
# make clean    .venv と、作られたものをすべて消す（data/raw/ は消さない）

PYTHON ?= python3
UV ?= uv
# One pytest process per core; each -n process makes its own session fixtures.
PYTEST_ARGS ?= -n auto --dist loadgroup -m "not long"
LOCK_ARGS ?=

# Python compiles what it imports; compiling every package first would take 10 of 45 seconds.
INSTALL := .venv/bin/python -m pip --disable-pip-version-check --no-input --quiet \
  install --no-compile --no-build-isolation

# A stamp is named for what it was made from: the same files, the same Python and the same folder
# install nothing again; anything else does, whatever the times of the files say.
fingerprint = $(firstword $(shell { "$(PYTHON)" -V; pwd; cat $(1); } 2>&1 | cksum))
RUNTIME := .venv/runtime-$(call fingerprint,requirements.lock)
PACKAGE := .venv/package-$(call fingerprint,requirements.lock pyproject.toml)
TEST := .venv/test-$(call fingerprint,requirements.lock requirements-test.lock)

.PHONY: briefs lab bundle test check lock filter clean

briefs: $(PACKAGE) filter
	.venv/bin/python pipeline.py

lab: $(PACKAGE) filter
	@ls data/processed/*/*/findings.csv >/dev/null 2>&1 || .venv/bin/python pipeline.py || \
	  echo "表を作れない文書がありますが、JupyterLab を開きます。" >&2
	.venv/bin/python -m cityplan lab

bundle: $(PACKAGE)
	.venv/bin/python offline/bundle.py

test: $(PACKAGE) $(TEST) filter
	.venv/bin/python -m pytest $(PYTEST_ARGS)

check: $(PACKAGE) $(TEST)
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m mypy
	.venv/bin/python -m mypy --platform win32
	@$(MAKE) --no-print-directory test

# setuptools comes first, from the same lock: japanize-matplotlib has no wheel, and a build in
# isolation would fetch a setuptools that no hash holds.
$(RUNTIME):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 以上が必要です（いまは $$("$(PYTHON)" -V 2>&1)）。" >&2; \
	  echo "→ 新しい Python を入れ、例えば make PYTHON=python3.11 briefs としてください。" >&2; \
	  exit 1; }
	@echo "必要なパッケージを .venv に入れています（数分かかることがあります）…" >&2
	@"$(PYTHON)" -m venv --clear .venv || { \
	  echo "→ .venv を作れません。Debian・Ubuntu では apt install python3-venv が必要です。" >&2; \
	  exit 1; }
	@sed -n '/^setuptools==/,/^ *#/p' requirements.lock > .venv/setuptools.lock
	@$(INSTALL) --require-hashes -r .venv/setuptools.lock
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

$(PACKAGE): $(RUNTIME)
	@rm -f .venv/package-*
	@$(INSTALL) --no-deps -e .
	@touch $@

$(TEST): $(RUNTIME)
	@rm -f .venv/test-*
	@echo "テストに必要なパッケージを .venv に入れています…" >&2
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@touch $@

COMPILE = "$(UV)" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(LOCK_ARGS)

lock:
	@command -v "$(UV)" >/dev/null || { echo "uv が必要です。→ pip install uv" >&2; exit 1; }
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra test -c requirements.lock -o requirements-test.lock

# Only in a clone, and only for it: git runs this filter on what it takes in. A failure stops git.
STRIP := -m nbstripout --keep-id
INFO := codemirror_mode file_extension mimetype nbconvert_exporter pygments_lexer version

filter:
	@if [ -e .git ] && command -v git >/dev/null; then \
	  git config filter.nbstripout.clean "\"$$PWD/.venv/bin/python\" $(STRIP)" && \
	  git config filter.nbstripout.smudge cat && \
	  git config filter.nbstripout.required true && \
	  git config filter.nbstripout.extrakeys "$(INFO:%=metadata.language_info.%)" || \
	  echo "git を設定できません。ノートブックの出力が git に入ることがあります。" >&2; \
	fi

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info .coverage mutants
	find . -type d \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	find data/processed reports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	@[ ! -e .git ] || git config --remove-section filter.nbstripout 2>/dev/null || :
