using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

public sealed class InMemoryJobTests() : JobConformance(new InMemoryHarness());

public sealed class InMemoryClaimTests() : ClaimConformance(new InMemoryHarness());

public sealed class InMemoryCatalogueTests() : CatalogueConformance(new InMemoryHarness());

public sealed class InMemoryGuardTests() : GuardConformance(new InMemoryHarness());

public sealed class InMemoryControlTests() : ControlConformance(new InMemoryHarness());

public sealed class InMemoryQueryTests() : QueryConformance(new InMemoryHarness());

public sealed class InMemoryApiKeyTests() : ApiKeyConformance(new InMemoryHarness());
