#if !HAS_SQLITE
namespace ImageBatch.EntityFrameworkCore.Tests.Sqlite;

/// <summary>Stands for the tests that are not there; continuous integration lets a name of this form be skipped.</summary>
public sealed class MissingSqliteTests
{
    [Fact(Skip = "Microsoft.EntityFrameworkCore.Sqlite, or what it needs, is not on this feed.")]
    public void Microsoft_EntityFrameworkCore_Sqlite_is_not_on_this_feed()
    {
    }
}
#endif
