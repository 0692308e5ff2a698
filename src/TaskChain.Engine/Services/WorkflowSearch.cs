using System.Text.Json;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

/// <summary>Looks workflows through for members that no index knows. Workflows are few, documents are read page by page.</summary>
internal static class WorkflowSearch
{
    private const int PageSize = 200;

    public static async Task<IReadOnlyList<StoredWorkflow>> FindAsync(IWorkflowStore store, WorkflowFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<StoredWorkflow>();
        var skip = filter.Offset;
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await store.ListAsync(filter.Name, offset, PageSize, cancellationToken);
            foreach (var workflow in page)
            {
                if (!IsMatch(workflow, filter.Members) || --skip >= 0) continue;
                found.Add(workflow);
                if (found.Count == filter.Limit) return found;
            }

            if (page.Count < PageSize) return found;
        }
    }

    private static bool IsMatch(StoredWorkflow workflow, IReadOnlyList<SearchTerm> members)
    {
        using var document = JsonDocument.Parse(workflow.Document);
        foreach (var (name, text) in members)
        {
            if (!document.RootElement.TryGetProperty(name, out var value) || !IsEqual(value, text)) return false;
        }

        return true;
    }

    private static bool IsEqual(JsonElement value, string text) =>
        value.ValueKind == JsonValueKind.String ? value.ValueEquals(text) : value.GetRawText() == text;
}
