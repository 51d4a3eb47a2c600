# The commands of a checkout. Variables are given like this: make quickstart FLOWAPI_PORT=9190

PNPM := npx --yes --prefer-offline pnpm@12
# The Node that the packages bring: the machine's own may be older.
QUICKSTART := PATH="$(CURDIR)/node_modules/.bin:$$PATH" node quickstart/dist/main.js

.PHONY: help quickstart stop clean test check certificates

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

quickstart: ## Bring up the whole system on this machine, with synthetic data, and run a first analysis
	@quickstart/setup/bootstrap.sh
	@$(QUICKSTART) start

stop: ## Stop what quickstart has started
	@if [ -e quickstart/dist/main.js ]; then $(QUICKSTART) stop; else echo 'Nothing is running.'; fi

clean: ## Stop it and delete its data
	@if [ -e quickstart/dist/main.js ]; then $(QUICKSTART) clean; else echo 'There is nothing to delete.'; fi

test: ## Run every test, on private servers; TESTS=… narrows it down, as arguments of vitest
	@quickstart/setup/bootstrap.sh test
	@$(PNPM) test $(TESTS)

check: ## Lint, check the format and the types
	@$(PNPM) check

certificates: ## Make a certificate for HTTPS that signs itself; HOSTS=… names the server beside localhost
	@containers/certificates.sh $(HOSTS)

include containers/targets.mk
