# The whole system in containers that run the sources of this checkout. Included by the Makefile.
#
#   FLOWDB_DATA=test|empty|synthetic        what FlowDB holds
#   DOCKER_SERVICES='flowdb redis'          which services `make up` starts; all unless told otherwise
#
# Each service has targets of its own: flowmachine-up, flowmachine-down, flowmachine-build.

FLOWDB_DATA ?= test
DOCKER_SERVICES ?=

CONTAINER_SERVICES := flowdb redis flowmachine flowapi flowauth flowauth_db
FLOWDB_FILE.test :=
FLOWDB_FILE.empty := docker-compose-empty.yml
FLOWDB_FILE.synthetic := docker-compose-syntheticdata.yml
ifeq ($(filter test empty synthetic,$(FLOWDB_DATA)),)
$(error FLOWDB_DATA must be test, empty or synthetic, not "$(FLOWDB_DATA)")
endif

COMPOSE = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)
CONTAINERS = JWT_SECRET_KEY="$$(containers/jwt-secret-key.sh)" $(COMPOSE) --file docker-compose.yml \
  $(addprefix --file ,$(FLOWDB_FILE.$(FLOWDB_DATA))) --file docker-compose-dev.yml
# With every volume that there may be.
ALL_CONTAINERS = $(CONTAINERS) --file docker-compose-empty.yml --file docker-compose-syntheticdata.yml

.PHONY: up up-no_build down $(foreach service,$(CONTAINER_SERVICES) flowdb_testdata flowdb_synthetic_data,\
  $(service)-up $(service)-down $(service)-build)

up: ## Bring up the whole system in containers, with test data; saved sources are reloaded
	@$(CONTAINERS) up --detach --build $(DOCKER_SERVICES)
	@echo 'FlowAuth: http://localhost:$(or $(FLOWAUTH_PORT),9091)'
	@echo 'FlowAPI: http://localhost:$(or $(FLOWAPI_PORT),9090), FlowDB: port $(or $(FLOWDB_PORT),9000)'
	@echo 'A token: docker-compose exec -T flowapi flowkit-token'

up-no_build:
	@$(CONTAINERS) up --detach --no-build $(DOCKER_SERVICES)

down: ## Stop the containers and delete their data
	@$(ALL_CONTAINERS) down --volumes --remove-orphans

$(CONTAINER_SERVICES:%=%-up): %-up:
	@$(CONTAINERS) up --detach --build $*

$(CONTAINER_SERVICES:%=%-down): %-down:
	@$(CONTAINERS) rm --stop --force $*

$(CONTAINER_SERVICES:%=%-build): %-build:
	@$(CONTAINERS) build $*

flowdb_testdata-up flowdb_testdata-down flowdb_testdata-build: flowdb_testdata-%:
	@$(MAKE) --no-print-directory flowdb-$* FLOWDB_DATA=test

flowdb_synthetic_data-up flowdb_synthetic_data-down flowdb_synthetic_data-build: flowdb_synthetic_data-%:
	@$(MAKE) --no-print-directory flowdb-$* FLOWDB_DATA=synthetic
